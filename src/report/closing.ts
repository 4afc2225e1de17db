import type { Palette } from './colour.ts';
import type { HostSummary, SummaryEvent } from '../model/events.ts';
import type { Lines } from './text.ts';
import { count, formatSeconds, printable } from './units.ts';

const OUTCOMES: Readonly<Record<number, string>> = {
  0: 'done',
  1: 'stopped by a bug in rmqctl',
  2: 'not understood',
  3: 'inventory refused',
  4: 'a host could not be reached',
  5: 'a step failed',
  6: 'a check failed',
  7: 'locked by another run',
  8: 'there are changes',
  130: 'interrupted',
};

const nonZero = (number: number, text: string): Lines => (number === 0 ? [] : [text]);

function stepCounts({ changed, failed, blocked }: SummaryEvent | HostSummary): Lines {
  return [
    ...nonZero(changed, `${changed} changed`),
    ...nonZero(failed, `${failed} failed`),
    ...nonZero(blocked, `${blocked} blocked`),
  ];
}

function checkCounts({ passed, checksFailed, skipped }: SummaryEvent): Lines {
  if (passed + checksFailed + skipped === 0) return [];
  return [
    `${count(passed, 'check')} passed`,
    ...nonZero(checksFailed, `${checksFailed} failed`),
    ...nonZero(skipped, `${skipped} skipped`),
  ];
}

/** The commands that compare the hosts with something, and may find no difference. */
const COMPARING = ['plan', 'deploy', 'start', 'stop', 'destroy'];

function steps(summary: SummaryEvent): Lines {
  const { command, changed, ok } = summary;
  const counts = command === 'plan' ? nonZero(changed, `${changed} to change`) : stepCounts(summary);
  return counts.length === 0 && ok && COMPARING.includes(command) ? ['nothing to change'] : counts;
}

function hostLine(host: HostSummary, palette: Palette): string {
  const counts = [
    ...stepCounts(host),
    ...nonZero(host.checksFailed, `${count(host.checksFailed, 'check')} failed`),
    ...(host.error === undefined ? [] : [`${host.error.code}: ${printable(host.error.message)}`]),
  ];
  const well = host.failed + host.blocked + host.checksFailed === 0 && host.error === undefined;
  const text = counts.length === 0 ? 'ok' : counts.join(', ');
  return `  ${well ? palette.good(host.host) : palette.bad(host.host)}  ${text}`;
}

/** True if a table shows which instances are down: the lines of hosts would say that these are well. */
const isStatus = ({ command }: SummaryEvent): boolean => command === 'status';

/**
 * The closing summary: one line, and below it, if something went wrong, one line a host.
 * @example deploy: done in 12 s; 14 changed; 9 checks passed; 2 hosts
 */
export function closingLines(summary: SummaryEvent, palette: Palette): Lines {
  const { exitCode } = summary;
  const known = isStatus(summary) && exitCode === 6 ? 'not everything is up' : OUTCOMES[exitCode];
  const outcome = known ?? `exit code ${exitCode}`;
  const parts = [
    `${palette.strong(summary.command)}: ${(summary.ok ? palette.good : palette.bad)(outcome)} in ${formatSeconds(summary.seconds)}`,
    steps(summary).join(', '),
    checkCounts(summary).join(', '),
    ...nonZero(summary.hosts, count(summary.hosts, 'host')),
  ];
  const hosts = summary.ok ? [] : (summary.perHost ?? []).filter((host) => !isStatus(summary) || host.error);
  const perHost = hosts.map((host) => hostLine(host, palette));
  return [parts.filter((part) => part !== '').join('; '), ...perHost];
}
