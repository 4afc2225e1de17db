import { CLOCK_DAEMONS } from '../../hosts/software.ts';
import { either } from '../../std/either.ts';
import type { CheckEvent } from '../../model/events.ts';

/** Seconds that clocks may differ by before it is doubtful, and before it is wrong. */
const DOUBTFUL = 2;
const WRONG = 30;

/**
 * Compares the hosts' clocks: with the middle one of them all, this machine's among them, so that one clock that is wrong is
 * the one that is reported, be it this machine's.
 * @param offsets seconds that each host is ahead of this machine
 */
export function judgeClocks(offsets: ReadonlyMap<string, number>): CheckEvent[] {
  const middle = middleOf([0, ...offsets.values()]);
  return [...offsets].map(([host, offset]) => {
    const off = Math.round((offset - middle) * 10) / 10;
    const detail =
      Math.abs(off) < 0.1
        ? 'as the others'
        : `${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} the others`;
    const event = { event: 'check', check: 'clock', host } as const;
    if (Math.abs(off) <= DOUBTFUL) return { ...event, status: 'pass', detail };
    const hint =
      `set it by ${either(CLOCK_DAEMONS)}: delayed messages, expiry and logs go by it` +
      (offsets.size === 1 ? ' (compared with this machine, whose clock may be the wrong one)' : '');
    return { ...event, status: Math.abs(off) > WRONG ? 'fail' : 'warn', detail, hint };
  });
}

/** The median; of two in the middle the one that is nearer to this machine's clock. */
function middleOf(offsets: readonly number[]): number {
  const sorted = offsets.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const [below = 0, above = 0] = [sorted[Math.floor(half)], sorted[Math.ceil(half)]];
  return Math.abs(below) <= Math.abs(above) ? below : above;
}
