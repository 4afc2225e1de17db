import { clockAhead } from '../../../probes/clock.ts';
import type { Judgement } from '../../finding.ts';
import type { Check, Reading } from '../check.ts';

/** Seconds that clocks may differ by: a script's answer takes a moment to come, and nothing depends on less. */
const WARN = 2;
/** Delayed messages come late, or at once, by as much; what expires does so early. */
const FAIL = 30;

const reading: Reading<number | undefined> = { id: 'clock', on: 'host', probe: () => clockAhead };

/** Compares the hosts' clocks with each other: they need not agree with this machine's. */
export const clock: Check = {
  id: 'clock',
  title: 'clocks agree',
  asks: 'Does the host have the same time as the others?',
  on: 'each host',
  severity: 'fail',
  hint: 'run chrony or ntpd on every host (timedatectl set-ntp true)',
  readings: [reading],
  judge({ hosts }, seen) {
    const offsets = hosts.flatMap(({ site: { host } }) => {
      const ahead = seen.found(reading, host.name);
      return ahead === undefined ? [] : [{ host: host.name, ahead }];
    });
    // the lower middle one, which is a clock that there is: of two that differ one is right
    const sorted = offsets.map(({ ahead }) => ahead).toSorted((a, b) => a - b);
    const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
    return offsets.map(({ host, ahead }) => finding(host, ahead - middle, offsets.length));
  },
};

function finding(host: string, ahead: number, hosts: number): Judgement {
  const off = Math.abs(ahead);
  const status = off > FAIL ? 'fail' : off > WARN ? 'warn' : 'pass';
  const by = `${off < 10 ? off.toFixed(1) : off.toFixed(0)} s`;
  if (status === 'pass')
    return { host, status, detail: hosts === 1 ? 'the only host' : `within ${WARN} s of the others` };
  return { host, status, detail: `is ${by} ${ahead > 0 ? 'ahead of' : 'behind'} the others` };
}
