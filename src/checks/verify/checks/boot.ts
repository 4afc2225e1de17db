import { textProbe } from '../../../probes/probe.ts';
import { sh } from '../../../shell/script.ts';
import { blame } from '../../finding.ts';
import { type Check, judgeMembers, type Reading } from '../check.ts';

/** The boot line in the instance's console, which holds the output of this start only; empty if it is not there yet. */
const reading: Reading<string> = {
  id: 'boot',
  on: 'member',
  probe: ({ service: { ready } }) =>
    ready.bootLine === undefined
      ? undefined
      : textProbe('boot-line', sh`grep -Em 1 -e ${ready.bootLine} ${ready.console} 2>/dev/null`),
};

export const boot: Check = {
  id: 'boot',
  title: 'boot lines',
  asks: 'Has the process said since this start that it is up?',
  on: 'each instance that says so',
  severity: 'fail',
  hint: 'it may still be starting: its console and its log say how far it is',
  quick: true,
  readings: [reading],
  judge: ({ members }, seen) =>
    judgeMembers(
      members,
      ({ instance }) => seen.found(reading, instance.name),
      (text, { instance, service }) =>
        text.trim() === ''
          ? {
              status: 'fail',
              detail: 'no boot line since this start',
              hint: `look at ${service.ready.console} on the host`,
              follows: blame(instance.name, 'process'),
            }
          : { status: 'pass', detail: text.trim() },
    ),
};
