import { ExitCode, RmqctlError } from '../errors.ts';

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
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(withTime(text)) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new RmqctlError('USAGE', `--since is "${text}"`, {
    hint: 'give a duration (90s, 10m, 2h, 1d) or a time (2026-11-22T08:26:06Z, 2026-11-22 08:26)',
    exit: ExitCode.usage,
  });
}

/** JavaScript takes a date alone for UTC; beside dates with a time that would surprise. */
function withTime(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text;
}
