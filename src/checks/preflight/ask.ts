import { ExitCode, RmqctlError } from '../../errors.ts';
import { framed, runScript } from '../../probes/remote-script.ts';
import { factsProbe, parseFacts, type Facts } from '../../hosts/facts.ts';
import type { CheckEvent } from '../../model/events.ts';
import { lines } from '../../shell/script.ts';
import type { Transport } from '../../transport/transport.ts';
import type { PlannedHost } from './check.ts';
import { clockProbe, offsetOf } from './clock.ts';
import { hostChecks } from './registry.ts';
import type { Judgement } from '../finding.ts';

/** A host that answered. */
export interface Asked {
  readonly subject: PlannedHost;
  readonly transport: Transport;
  readonly facts: Facts;
  /** what each check's probe printed, by the check's id */
  readonly answers: ReadonlyMap<string, string>;
  /** seconds that its clock is ahead of this machine's */
  readonly clockOffset: number;
  readonly events: readonly CheckEvent[];
}

/** A host that did not. */
export interface Lost {
  readonly subject: PlannedHost;
  readonly error: RmqctlError;
  readonly events: readonly CheckEvent[];
}

export interface AskOptions {
  readonly open: (subject: PlannedHost) => Promise<Transport>;
  /** this machine's clock, milliseconds */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Every question to one host, by one script; a host that cannot be asked is an answer as well. */
export async function askHost(subject: PlannedHost, asking: AskOptions): Promise<Asked | Lost> {
  const { name, local } = subject.host;
  const stage = { reached: false };
  try {
    const transport = await asking.open(subject);
    stage.reached = true;
    const said = await ask(subject, transport, asking);
    const facts = parseFacts(said.texts.get(FACTS) ?? '');
    const answers = new Map(
      hostChecks.map(({ id, probe }) => [id, said.texts.get(probe?.(subject).text ?? '') ?? '']),
    );
    const login: Judgement = { status: 'pass', detail: local ? 'this machine' : 'logged in' };
    const events = [
      eventOf(name, 'login', login),
      ...hostChecks.flatMap(({ id, judge }) =>
        judge(subject, { facts, text: answers.get(id) ?? '' }).map((finding) => eventOf(name, id, finding)),
      ),
    ];
    const clockOffset = offsetOf(
      Number(said.texts.get(clockProbe.text)),
      said.clockAsked,
      said.clockAnswered,
    );
    return { subject, transport, facts, answers, clockOffset, events };
  } catch (error) {
    if (!(error instanceof RmqctlError)) throw error;
    return { subject, error, events: lossOf(name, error, stage.reached) };
  }
}

/** The frame that is no check's. */
const FACTS = 'facts';

/** What each probe printed, under the probe's own text: checks that ask the same share the answer. */
async function ask(
  subject: PlannedHost,
  transport: Transport,
  { now, signal }: AskOptions,
): Promise<{ texts: ReadonlyMap<string, string>; clockAsked: number; clockAnswered: number }> {
  const { topology } = subject;
  const probes = [
    clockProbe,
    ...hostChecks.flatMap(({ probe }) => (probe === undefined ? [] : [probe(subject)])),
  ];
  const different = [...new Map(probes.map((probe) => [probe.text, probe])).values()];
  const texts = new Map<string, string>();
  const clock = { asked: now(), answered: 0 };
  await runScript({
    transport,
    body: lines([
      framed(FACTS, factsProbe(subject.host.javaHome, topology.paths.state)),
      ...different.map((probe, index) => framed(String(index), probe)),
    ]),
    signal,
    onFrame: ({ id, text }) => {
      // the facts come right before the clock
      if (id === FACTS) clock.asked = now();
      else if (id === '0') clock.answered = now();
      texts.set(id === FACTS ? FACTS : (different[Number(id)]?.text ?? id), text);
    },
  });
  return { texts, clockAsked: clock.asked, clockAnswered: clock.answered };
}

function eventOf(host: string, check: string, finding: Judgement): CheckEvent {
  return { event: 'check', check, host, ...finding };
}

/** Which of the first questions it was that failed: what comes after it could not be asked. */
function lossOf(host: string, { code, message, hint, exit }: RmqctlError, reached: boolean): CheckEvent[] {
  const detail = message.startsWith(`${host}: `) ? message.slice(host.length + 2) : message;
  const failed = (check: string): CheckEvent => eventOf(host, check, { status: 'fail', detail, hint });
  const loggedIn = eventOf(host, 'login', { status: 'pass', detail: 'logged in' });
  if (code === 'BECOME_FAILED') return [loggedIn, failed('sudo')];
  if (reached && (exit !== ExitCode.connect || code === 'SESSION_REFUSED'))
    return [loggedIn, failed('shell')];
  return [failed('login')];
}
