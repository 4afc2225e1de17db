/**
 * RocketMQ's log stamps: `2026-11-22 08:26:06`, in some files with milliseconds behind a comma or a point. Every release
 * writes them in GMT+8, whatever the host's time zone is.
 */
const STAMP = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:[.,](\d{3}))?(?!\d)/;
const ZONE_MS = 8 * 3600 * 1000;
const SECONDS_LENGTH = 'yyyy-MM-dd HH:mm:ss'.length;

/**
 * The stamp at the beginning of a line, if there is one.
 * @returns milliseconds since 1970, and the characters that it takes
 */
export function readStamp(line: string): { readonly time: number; readonly length: number } | undefined {
  // most lines without a stamp fail this cheap test
  if (line.charCodeAt(4) !== 45 || line.charCodeAt(7) !== 45) return undefined;
  const match = STAMP.exec(line);
  if (match === null) return undefined;
  const [year = 0, month = 0, ...rest] = match.slice(1).map((digits) => Number(digits ?? 0));
  return { time: Date.UTC(year, month - 1, ...rest) - ZONE_MS, length: match[0].length };
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
