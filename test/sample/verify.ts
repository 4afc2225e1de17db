import { RmqctlError } from '../../src/errors.ts';
import type { Surveyed } from '../../src/execute/survey.ts';
import { desire } from '../../src/plan/desired/desire.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import type { Check, Question, Reading, Seen } from '../../src/checks/verify/check.ts';
import { memberNamed, verifyContext, type VerifyContext } from '../../src/checks/verify/context.ts';
import { contextOf } from './desired.ts';
import { siteOf } from './hosts.ts';
import { SMALLEST, topologyOf } from './inventories.ts';
import type { Judgement } from '../../src/checks/finding.ts';

/** An inventory's cluster as verify knows it before it looks. No host is there: what is seen is given by the test. */
export function contextFor(text: string, lost: VerifyContext['lost'] = []): VerifyContext {
  const topology = topologyOf(text);
  const hosts = topology.hosts
    .filter(({ name }) => !lost.some(({ host }) => host === name))
    .map(({ name }): Surveyed => {
      const site = siteOf(topology, name);
      return {
        site,
        transport: nowhere(name),
        resources: desire(contextOf(topology), site),
        observations: new Map(),
      };
    });
  return verifyContext({ topology, release: releaseOf(topology.version) }, { hosts, lost });
}

function nowhere(host: string): Transport {
  const refuse = () => Promise.reject(new RmqctlError('NOT_CONNECTED', `${host} is made up`));
  return { host, run: refuse, pipe: refuse, dial: refuse, close: () => Promise.resolve() };
}

export interface Sight {
  /** what readings printed: "id name" to text */
  readonly texts?: Readonly<Record<string, string>>;
  /** what was answered: "id subject" to answer */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** What was seen of a context's hosts and members, by what their readings make of these texts. */
export function seen(context: VerifyContext, { texts = {}, answers = {} }: Sight): Seen {
  return {
    found<T>(reading: Reading<T>, name: string): T | undefined {
      const text = texts[`${reading.id} ${name}`];
      const host = context.hosts.find(({ site }) => site.host.name === name);
      const member = memberNamed(context, name);
      const probe =
        reading.on === 'host'
          ? host && reading.probe(host, context)
          : member && reading.probe(member, context);
      return text === undefined ? undefined : probe?.parse(text, { asked: 0, answered: 0 });
    },
    answer: <T>({ id }: Question<T>, subject: string) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test gives each question its own kind of answer
      answers[`${id} ${subject}`] as T | RmqctlError | undefined,
  };
}

/** The findings of a check, as "place status". */
export function told(findings: readonly Judgement[]): string[] {
  return findings.map(({ instance, host, status }) => `${instance ?? host} ${status}`);
}

/** The findings of a check on one place. */
export function of(check: Check, context: VerifyContext, sight: Sight, place: string): Judgement[] {
  return check
    .judge(context, seen(context, sight))
    .filter(({ instance, host }) => (instance ?? host) === place);
}

/** The two-host sample, as verify knows it: of 4.9.4 and synchronous, asynchronous, of 3.2.6. */
export const CONTEXT = contextFor(SMALLEST);
export const ASYNC = contextFor(SMALLEST.replace('mode: sync', 'mode: async'));
export const OLDEST = contextFor(SMALLEST.replace('version: 4.9.4', 'version: 3.2.6'));

/** What becomes of a question: no answer in time, nobody there, no way there. */
export const TIMEOUT = new RmqctlError('REMOTING_TIMEOUT', 'did not answer');
export const REFUSED = new RmqctlError(
  'DIAL_FAILED',
  'node1: cannot connect from there to 1.2.3.4:5: Connection refused',
);
export const FORBIDDEN = new RmqctlError('FORWARDING_REFUSED', 'sshd forbids it');
