import type { LogFile } from '../../src/logs/log-file.ts';
import { RecordReader, type OpenRecord } from '../../src/logs/record.ts';

export const file = (instance: string, stamped = true): LogFile => ({
  host: `host-of-${instance}`,
  instance,
  path: `/logs/${instance}.log`,
  stamped,
});

/** 2026-11-22 00:00:00 UTC */
export const MIDNIGHT = Date.parse('2026-11-22T00:00:00Z');

/** A line stamped so many seconds after midnight UTC. */
export const line = (second: number, text: string, level = 'INFO'): string => {
  const stamp = new Date(MIDNIGHT + second * 1000 + 8 * 3600_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
  return `${stamp} ${level} main - ${text}`;
};

/** The records that lines of one log make. */
export function recordsOf(source: LogFile, lines: readonly string[], written = MIDNIGHT): OpenRecord[] {
  const reader = new RecordReader(source);
  return lines.flatMap((text) => reader.push(text, written) ?? []);
}

/** Cuts bytes at these places, whatever they are. */
export function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index] ?? bytes.length));
}
