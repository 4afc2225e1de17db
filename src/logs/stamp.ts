/**
 * RocketMQ's log stamps: `2026-11-22 08:26:06`, in some files with milliseconds behind a comma or a point. Every release
 * writes them in GMT+8, whatever the host's time zone is (rocketmq: "Logs").
 */
const STAMP = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:[.,](\d{3}))?(?!\d)/;
const ZONE_MS = 8 * 3600 * 1000;
const SECONDS_LENGTH = 'yyyy-MM-dd HH:mm:ss'.length;

export interface Stamp {
  /** milliseconds since 1970 */
  readonly time: number;
  /** characters that it takes at the beginning of the line */
  readonly length: number;
}

/** The stamp that a line begins with, if it does. */
export function readStamp(line: string): Stamp | undefined {
  // most lines that have none are told apart by this alone
  if (line.charCodeAt(4) !== 45 || line.charCodeAt(7) !== 45) return undefined;
  const match = STAMP.exec(line);
  if (match === null) return undefined;
  const [whole, year, month, day, hour, minute, second, fraction = '0'] = match;
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction),
  );
  return { time: utc - ZONE_MS, length: whole.length };
}

/** A moment as the digits of a stamp without milliseconds: 20261122082606. */
export function stampDigits(time: number): string {
  return new Date(time + ZONE_MS).toISOString().slice(0, SECONDS_LENGTH).replaceAll(/\D/g, '');
}

/** A function that writes moments as `2026-11-22 08:26:06`, in UTC or in the time zone of this process. */
export function stampWriter(utc: boolean): (time: number) => string {
  const offset = (time: number): number => (utc ? 0 : new Date(time).getTimezoneOffset() * 60_000);
  const last = { second: Number.NaN, text: '' };
  return (time) => {
    const second = Math.floor(time / 1000);
    if (second !== last.second) {
      const shifted = new Date(second * 1000 - offset(time));
      last.text = shifted.toISOString().slice(0, SECONDS_LENGTH).replace('T', ' ');
      last.second = second;
    }
    return last.text;
  };
}
