import type { LogRecord } from './record.ts';

/** From the least to the most serious. */
export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

export type Level = (typeof LEVELS)[number];

export interface Wanted {
  /** this level and those above; a record that does not say its level counts as info */
  readonly level?: Level | undefined;
  /** found in the message or in its stack trace */
  readonly grep?: RegExp | undefined;
  /** milliseconds since 1970 */
  readonly since?: number | undefined;
}

/** Whether a record is one that was asked for. */
export function recordFilter({ level, grep, since = 0 }: Wanted): (record: LogRecord) => boolean {
  const least = rank(level ?? 'trace');
  return (record) =>
    record.time >= since &&
    rank(record.level?.toLowerCase() ?? 'info') >= least &&
    (grep === undefined || grep.test(record.lines.join('\n')));
}

function rank(level: string): number {
  return LEVELS.findIndex((name) => name === level);
}

/**
 * The last records of each instance that have no more than `lines` lines together, and at least one; the order stays.
 */
export function lastOfEach(records: readonly LogRecord[], lines: number): LogRecord[] {
  const counts = new Map<string, number>();
  const full = new Set<string>();
  const kept = records.toReversed().filter(({ source: { instance }, lines: { length } }) => {
    const count = (counts.get(instance) ?? 0) + length;
    if (lines === 0 || full.has(instance)) return false;
    if (count > lines) full.add(instance);
    const first = !counts.has(instance);
    counts.set(instance, count);
    return first || count <= lines;
  });
  return kept.toReversed();
}
