import type { Check, Reading } from '../check.ts';
import { locationOf } from '../context.ts';
import type { Judgement } from '../../finding.ts';
import { sh } from '../../../shell/script.ts';
import { type Probe, textProbe } from '../../../probes/probe.ts';

/**
 * What an instance printed once it was up, since its start; empty if it has not.
 * @param pattern extended regular expression
 * @param console the file that holds what it printed since then, and nothing else
 */
function bootLine(pattern: string, console: string): Probe<string> {
  return textProbe('boot-line', sh`grep -Em 1 -e ${pattern} ${console} 2>/dev/null`);
}

const reading: Reading<string> = {
  id: 'boot',
  on: 'member',
  probe: ({ service: { ready } }) =>
    ready.bootLine === undefined ? undefined : bootLine(ready.bootLine, ready.console),
};

/** Whether each process has said that it is up, since this start. */
export const boot: Check = {
  id: 'boot',
  title: 'boot lines',
  asks: 'Has the process said since this start that it is up?',
  on: 'each instance that says so',
  severity: 'fail',
  hint: 'it may still be starting: its console and its log say how far it is',
  quick: true,
  readings: [reading],
  judge: (context, seen) =>
    context.members.flatMap((member): Judgement[] => {
      const { name } = member.instance;
      const text = seen.found(reading, name);
      const { ready } = member.service;
      if (text === undefined || ready.bootLine === undefined) return [];
      const place = locationOf(member);
      const line = text.trim();
      if (line !== '') return [{ ...place, status: 'pass', detail: line }];
      return [
        {
          ...place,
          status: 'fail',
          detail: 'no boot line since this start',
          hint: `look at ${ready.console} on the host`,
          follows: [{ check: 'process', of: name }],
        },
      ];
    }),
};
