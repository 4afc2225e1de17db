/** The closing summary as text. */
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

function stepCounts(summary: SummaryEvent): Lines {
  return [
    ...nonZero(summary.changed, `${summary.changed} changed`),
    ...nonZero(summary.failed, `${summary.failed} failed`),
    ...nonZero(summary.blocked, `${summary.blocked} blocked`),
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

function planCounts({ changed, ok }: SummaryEvent): Lines {
  if (changed > 0) return [`${changed} to change`];
  return ok ? ['nothing to change'] : [];
}

/** The commands that make something so, and may find that it is. */
const CONVERGING = ['deploy', 'start', 'stop', 'destroy'];

const steps = (summary: SummaryEvent): Lines => {
  if (summary.command === 'plan') return planCounts(summary);
  const counts = stepCounts(summary);
  return counts.length === 0 && CONVERGING.includes(summary.command) && summary.ok
    ? ['nothing to change']
    : counts;
};

function hostLine(host: HostSummary, palette: Palette): string {
  const counts = [
    ...nonZero(host.changed, `${host.changed} changed`),
    ...nonZero(host.failed, `${host.failed} failed`),
    ...nonZero(host.blocked, `${host.blocked} blocked`),
    ...nonZero(host.checksFailed, `${count(host.checksFailed, 'check')} failed`),
    ...(host.error === undefined ? [] : [`${host.error.code}: ${printable(host.error.message)}`]),
  ];
  const well = host.failed + host.blocked + host.checksFailed === 0 && host.error === undefined;
  const text = counts.length === 0 ? 'ok' : counts.join(', ');
  return `  ${well ? palette.good(host.host) : palette.bad(host.host)}  ${text}`;
}

/** Its table says which instances are down: a line a host would say that the hosts are well. */
const isStatus = ({ command }: SummaryEvent): boolean => command === 'status';

function outcomeOf(summary: SummaryEvent): string {
  if (isStatus(summary) && summary.exitCode === 6) return 'not everything is up';
  return OUTCOMES[summary.exitCode] ?? `exit code ${summary.exitCode}`;
}

/**
 * What a run came to: one line, and below it, where something went wrong, one line a host.
 * @example deploy: done in 12 s; 14 changed; 9 checks passed; 2 hosts
 */
export function closingLines(summary: SummaryEvent, palette: Palette): Lines {
  const outcome = outcomeOf(summary);
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
