import { ExitCode } from '../errors.ts';
import type {
  CheckEvent,
  DiagnosticEvent,
  HostSummary,
  RmqctlEvent,
  StepEvent,
  SummaryEvent,
} from '../model/events.ts';

/** The counts so far. */
export interface Tally extends Pick<SummaryEvent, Counted> {
  /** every host that any event named, in the order of first sight */
  readonly hosts: readonly HostSummary[];
}

type Counted = 'changed' | 'failed' | 'blocked' | 'passed' | 'checksFailed' | 'skipped';

const NO_STEPS = { changed: 0, failed: 0, blocked: 0 };

export const emptyTally: Tally = { ...NO_STEPS, passed: 0, checksFailed: 0, skipped: 0, hosts: [] };

const addStep = <T extends Record<keyof typeof NO_STEPS, number>>(counts: T, { status }: StepEvent): T => ({
  ...counts,
  changed: counts.changed + Number(status === 'changed' || status === 'planned'),
  failed: counts.failed + Number(status === 'failed'),
  blocked: counts.blocked + Number(status === 'blocked'),
});

const addCheck = (counts: Tally, { status }: CheckEvent): Tally => ({
  ...counts,
  passed: counts.passed + Number(status === 'pass'),
  checksFailed: counts.checksFailed + Number(status === 'fail'),
  skipped: counts.skipped + Number(status === 'skip'),
});

const addError = (host: HostSummary, { severity, code, message, hint }: DiagnosticEvent): HostSummary =>
  severity === 'error' && host.error === undefined ? { ...host, error: { code, message, hint } } : host;

function addToHost(host: HostSummary, event: RmqctlEvent): HostSummary {
  if (event.event === 'step') return addStep(host, event);
  if (event.event === 'diagnostic') return addError(host, event);
  const failed = event.event === 'check' && event.status === 'fail';
  return failed ? { ...host, checksFailed: host.checksFailed + 1 } : host;
}

function addHost(hosts: readonly HostSummary[], event: RmqctlEvent): readonly HostSummary[] {
  if (!('host' in event) || event.host === undefined) return hosts;
  const name = event.host;
  const known = hosts.find((host) => host.host === name);
  if (known === undefined) {
    return [...hosts, addToHost({ host: name, ...NO_STEPS, checksFailed: 0 }, event)];
  }
  const counted = addToHost(known, event);
  return counted === known ? hosts : hosts.map((host) => (host === known ? counted : host));
}

/**
 * Counts one event.
 * `changed` counts steps that changed something and planned ones; a warning of a check is neither passed nor failed.
 */
export function tally(sofar: Tally, event: RmqctlEvent): Tally {
  const hosts = addHost(sofar.hosts, event);
  if (event.event === 'step') return { ...addStep(sofar, event), hosts };
  if (event.event === 'check') return { ...addCheck(sofar, event), hosts };
  return hosts === sofar.hosts ? sofar : { ...sofar, hosts };
}

/** The summary event of a run. `seconds` is rounded to hundredths. */
export function summarize(
  { hosts, changed, failed, blocked, ...checks }: Tally,
  { command, exitCode, seconds }: Pick<SummaryEvent, 'command' | 'exitCode' | 'seconds'>,
): SummaryEvent {
  return {
    event: 'summary',
    command,
    ok: exitCode === ExitCode.ok,
    changed,
    failed,
    blocked,
    hosts: hosts.length,
    ...checks,
    seconds: Math.round(seconds * 100) / 100,
    exitCode,
    perHost: hosts,
  };
}
