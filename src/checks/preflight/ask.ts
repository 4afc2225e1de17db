import { ExitCode, expectedError, RmqctlError } from '../../errors.ts';
import type { Facts } from '../../hosts/facts.ts';
import type { CheckEvent } from '../../model/events.ts';
import { clockAhead } from '../../probes/clock.ts';
import { hostFacts } from '../../probes/facts.ts';
import { ask, type Probe } from '../../probes/probe.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Judgement } from '../finding.ts';
import type { PlannedHost, ProbeOf } from './check.ts';
import { hostChecks } from './registry.ts';

/** A host that answered. */
export interface Asked {
  readonly subject: PlannedHost;
  readonly transport: Transport;
  readonly facts: Facts;
  readonly found: <T>(probe: ProbeOf<T>) => T;
  /** seconds that its clock is ahead of this machine's */
  readonly clockOffset: number;
  readonly events: readonly CheckEvent[];
}

export interface Lost {
  readonly subject: PlannedHost;
  readonly error: RmqctlError;
  readonly events: readonly CheckEvent[];
}

export interface AskHostOptions {
  readonly open: (subject: PlannedHost) => Promise<Transport>;
  /** this machine's clock, milliseconds */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks a host every question by one script; a host that cannot be asked is an answer as well. */
export async function askHost(subject: PlannedHost, options: AskHostOptions): Promise<Asked | Lost> {
  const { name, local } = subject.host;
  const lost = (error: RmqctlError, reached: boolean): Lost => {
    return { subject, error, events: lossOf(name, error, reached) };
  };
  const transport = await options.open(subject).catch(expectedError);
  if (transport instanceof RmqctlError) return lost(transport, false);
  const observed = await observe(subject, transport, options).catch(expectedError);
  if (observed instanceof RmqctlError) return lost(observed, true);
  const { facts, found } = observed;
  const events = hostChecks.flatMap((check) =>
    [check.judge(subject, { facts, found: check.probe === undefined ? undefined : found(check.probe) })]
      .flat()
      .map((judgement) => eventOf(name, check.id, judgement)),
  );
  const detail = local ? 'this machine' : 'logged in';
  return {
    subject,
    transport,
    ...observed,
    events: [eventOf(name, 'login', { status: 'pass', detail }), ...events],
  };
}

/** Runs the probes of the checks; the clock right after the facts, so that what takes long does not blur it. */
async function observe(
  subject: PlannedHost,
  transport: Transport,
  options: AskHostOptions,
): Promise<Pick<Asked, 'facts' | 'clockOffset' | 'found'>> {
  const facts = hostFacts(subject.host, subject.topology.paths.state);
  const probes = new Map<ProbeOf<unknown>, Probe<unknown>>();
  for (const { probe } of hostChecks) if (probe !== undefined) probes.set(probe, probe(subject));
  const answers = await ask(transport, [facts, clockAhead, ...probes.values()], options);
  return {
    facts: answers.of(facts),
    clockOffset: answers.of(clockAhead) ?? 0,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each maker is kept with the probe that it made
    found: <T>(probe: ProbeOf<T>) => answers.of(probes.get(probe) as Probe<T>),
  };
}

function eventOf(host: string, check: string, judgement: Judgement): CheckEvent {
  return { event: 'check', check, host, ...judgement };
}

/** The first question that failed: what comes after it could not be asked. */
function lossOf(host: string, { code, message, hint, exit }: RmqctlError, reached: boolean): CheckEvent[] {
  const detail = message.startsWith(`${host}: `) ? message.slice(host.length + 2) : message;
  const failed = (check: string): CheckEvent => eventOf(host, check, { status: 'fail', detail, hint });
  const loggedIn = eventOf(host, 'login', { status: 'pass', detail: 'logged in' });
  if (code === 'BECOME_FAILED') return [loggedIn, failed('sudo')];
  if (reached && (exit !== ExitCode.connect || code === 'SESSION_REFUSED'))
    return [loggedIn, failed('shell')];
  return [failed('login')];
}
