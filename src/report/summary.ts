/** Counting a run: events go in, the summary comes out. Pure; the clock and the exit code are the caller's. */
import { type ExitCode, ExitCode as Exit } from '../errors.ts';
import type {
  CheckEvent,
  DiagnosticEvent,
  HostSummary,
  RmqctlEvent,
  StepEvent,
  SummaryEvent,
} from '../model/events.ts';

/** What has been counted so far. */
export interface Tally {
  readonly changed: number;
  readonly failed: number;
  readonly blocked: number;
  readonly passed: number;
  readonly checksFailed: number;
  readonly skipped: number;
  /** every host that any event named, in the order of first sight */
  readonly hosts: readonly HostSummary[];
}

export const emptyTally: Tally = {
  changed: 0,
  failed: 0,
  blocked: 0,
  passed: 0,
  checksFailed: 0,
  skipped: 0,
  hosts: [],
};

type StepCounts = Pick<Tally, 'changed' | 'failed' | 'blocked'>;

const addStep = <T extends StepCounts>(counts: T, { status }: StepEvent): T => ({
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
    const fresh: HostSummary = { host: name, changed: 0, failed: 0, blocked: 0, checksFailed: 0 };
    return [...hosts, addToHost(fresh, event)];
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

/** How a run ended. */
export interface Ending {
  readonly command: string;
  readonly exitCode: ExitCode;
  /** duration in seconds */
  readonly seconds: number;
}

/** The summary event of a run. `seconds` is rounded to hundredths. */
export function summarize(counted: Tally, { command, exitCode, seconds }: Ending): SummaryEvent {
  const { hosts, ...counts } = counted;
  return {
    event: 'summary',
    command,
    ok: exitCode === Exit.ok,
    changed: counts.changed,
    failed: counts.failed,
    blocked: counts.blocked,
    hosts: hosts.length,
    passed: counts.passed,
    checksFailed: counts.checksFailed,
    skipped: counts.skipped,
    seconds: Math.round(seconds * 100) / 100,
    exitCode,
    perHost: hosts,
  };
}
