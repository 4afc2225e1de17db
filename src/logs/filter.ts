import type { LogRecord } from './record.ts';
import { ExitCode, RmqctlError } from '../errors.ts';

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

/** A predicate: true if a record is one that was asked for. */
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

/** The last records of each instance that have at most `lines` lines together, but at least one record; the order stays. */
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

interface SelectionOptions {
  readonly wanted: (record: LogRecord) => boolean;
  /** of the past, the last lines of each instance; absent: all */
  readonly lines?: number | undefined;
  readonly show: (records: readonly LogRecord[]) => void;
}

/** Of the records that come, those that are to be seen. Of the past only the last ones are, so these are held back. */
export class Selection {
  readonly #options: SelectionOptions;
  #past: LogRecord[] = [];

  constructor(options: SelectionOptions) {
    this.#options = options;
  }

  take(records: readonly LogRecord[], past: boolean): void {
    const { wanted, lines, show } = this.#options;
    const chosen = records.filter(wanted);
    if (past && lines !== undefined) this.#past = lastOfEach([...this.#past, ...chosen], lines);
    else if (chosen.length > 0) show(chosen);
  }

  /** The past has come to its end. */
  live(): void {
    const records = this.#past;
    this.#past = [];
    if (records.length > 0) this.#options.show(records);
  }
}

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * The moment that --since means, milliseconds since 1970: so long ago (`90s`, `10m`, `2h`, `1d`), or a time as
 * `2026-11-22T08:26:06Z`, without a zone in that of this process.
 * @throws RmqctlError USAGE (exit 2)
 */
export function parseSince(text: string, now: number): number {
  const ago = /^(\d+)([smhd])$/.exec(text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the expression admits no other letter
  if (ago !== null) return now - Number(ago[1]) * UNIT_MS[ago[2] as keyof typeof UNIT_MS];
  // JavaScript takes a date without a time for UTC, unlike one with a time
  const moment = text.replace(/^\d{4}-\d\d-\d\d$/, '$&T00:00');
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(moment) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new RmqctlError('USAGE', `--since is "${text}"`, {
    hint: 'give a duration (90s, 10m, 2h, 1d) or a time (2026-11-22T08:26:06Z, 2026-11-22 08:26)',
    exit: ExitCode.usage,
  });
}
