import { clockAhead } from '../../../probes/clock.ts';
import type { Check, Reading, Seen } from '../check.ts';
import type { VerifyContext } from '../context.ts';
import type { Judgement } from '../../finding.ts';

/** Seconds that clocks may differ by: a script's answer takes a moment to come, and nothing depends on less. */
const WARN = 2;
/** Delayed messages come late, or at once, by as much; what expires does so early (rocketmq.md, pitfall 42). */
const FAIL = 30;

const reading: Reading<number | undefined> = { id: 'clock', on: 'host', probe: () => clockAhead };

/** Whether the clocks of the hosts agree with each other: with this machine's they need not. */
export const clock: Check = {
  id: 'clock',
  title: 'clocks agree',
  asks: 'Does the host have the same time as the others?',
  on: 'each host',
  severity: 'fail',
  hint: 'run chrony or ntpd on every host (timedatectl set-ntp true)',
  readings: [reading],
  judge(context, seen) {
    const offsets = offsetsOf(context, seen);
    const middle = median([...offsets.values()]);
    return [...offsets].map(([host, offset]) => finding(host, offset - middle, offsets.size));
  },
};

/** Seconds that each host's clock is ahead of this machine's. */
function offsetsOf({ hosts }: VerifyContext, seen: Seen): Map<string, number> {
  return new Map(
    hosts.flatMap(({ site }) => {
      const { name } = site.host;
      const ahead = seen.found(reading, name);
      return ahead === undefined ? [] : [[name, ahead] as const];
    }),
  );
}

/** The lower middle one, which is a clock that there is: of two that differ one is right. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function finding(host: string, ahead: number, hosts: number): Judgement {
  const off = Math.abs(ahead);
  const status = off > FAIL ? 'fail' : off > WARN ? 'warn' : 'pass';
  const by = `${off < 10 ? off.toFixed(1) : off.toFixed(0)} s`;
  if (status === 'pass')
    return { host, status, detail: hosts === 1 ? 'the only host' : `within ${WARN} s of the others` };
  return { host, status, detail: `is ${by} ${ahead > 0 ? 'ahead of' : 'behind'} the others` };
}
