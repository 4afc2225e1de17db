/** Numbers as people read them, and text that is safe to print. */
import { stripVTControlCharacters } from 'node:util';

/** Seconds as "0.4 s", "12 s", "3 min 05 s". */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in decimal units, three digits at most: "512 B", "54.1 MB". */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), BYTE_UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${power > 0 && value < 99.95 ? value.toFixed(1) : Math.round(value)} ${BYTE_UNITS[power]}`;
}

/** The place of an event: "node1 broker-a", "node1", or nothing. */
export const placeWords = (event: { host?: string | undefined; instance?: string | undefined }): string =>
  [event.host, event.instance].filter((word) => word !== undefined).join(' ');

/** "1 step", "2 steps". */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** A line without escape sequences and control characters, which a host's log may hold; tabs become spaces. */
export function printable(line: string): string {
  return stripVTControlCharacters(line)
    .replaceAll('\t', '    ')
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '');
}

/** Text as printable lines; a newline at its end makes no empty line. */
export const printableLines = (text: string): readonly string[] =>
  text
    .replace(/\r?\n$/, '')
    .split('\n')
    .map(printable);
