import pLimit from 'p-limit';
import { expectedError, RmqctlError } from '../../errors.ts';
import { ask, type LostHost, type Probe } from '../../probes/probe.ts';
import type { Surveyed } from '../../execute/survey.ts';
import type { Check, Question, QuestionContext, Reading, Seen } from './check.ts';
import type { Clients } from '../../probes/clients.ts';
import { type Member, memberNamed, nameServersOf, type VerifyContext } from './context.ts';
import { addressOfInstance } from '../../model/instance.ts';
import { dialFrom } from '../../probes/dial-from.ts';
import { observedMasters } from '../observed-masters.ts';
import { registrations } from './questions.ts';

export interface GatherOptions extends Pick<QuestionContext, 'now' | 'signal'> {
  readonly context: VerifyContext;
  readonly clients: Clients;
  readonly checks: readonly Check[];
  readonly parallel: number;
}

/**
 * Reads and asks all that these checks need: one script a host, and all questions side by side; then what is asked last.
 * @returns the context with the masters that were observed, and the hosts that were lost meanwhile
 */
export async function gather(
  options: GatherOptions,
): Promise<Pick<VerifyContext, 'lost'> & { readonly context: VerifyContext; readonly seen: Seen }> {
  const { context, checks, parallel } = options;
  const readings = [...new Set(checks.flatMap((check) => check.readings ?? []))];
  const questions = [...new Set(checks.flatMap((check) => check.questions ?? []))];
  const found: Found = new Map();
  const answers = new Map<string, unknown>();
  const limit = pLimit(parallel);
  const seen = seenOf(found, answers);
  const askThem = askAll({ ...options, seen }, answers);
  const [outcomes] = await Promise.all([
    Promise.all(context.hosts.map((host) => limit(() => read(options, { host, readings, found })))),
    askThem(questions.filter(({ last }) => last !== true)),
  ]);
  const infos = nameServersOf(context).flatMap(({ instance }) => {
    const info = seen.answer(registrations, instance.name);
    return info === undefined || info instanceof RmqctlError ? [] : [info];
  });
  const observed = { ...context, observedMasters: observedMasters(context.topology, infos) };
  const askLast = askAll({ ...options, context: observed, seen }, answers);
  await askLast(questions.filter(({ last }) => last === true));
  return { context: observed, seen, lost: outcomes.flat() };
}

/** The findings of each reading, by the name of the host or member. */
type Found = Map<Reading<unknown>, Map<string, unknown>>;

const key = (id: string, name: string): string => `${id} ${name}`;

function seenOf(found: Found, answers: ReadonlyMap<string, unknown>): Seen {
  return {
    found: <T>(reading: Reading<T>, name: string) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a reading found is kept under that reading
      found.get(reading)?.get(name) as T | undefined,
    answer: <T>({ id }: Question<T>, subject: string) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an answer is kept under its own question's id
      answers.get(key(id, subject)) as T | RmqctlError | undefined,
  };
}

/** Asks a host everything at once. @returns the host with the error, where that did not work */
async function read(
  { context, now, signal }: GatherOptions,
  { host, readings, found }: { host: Surveyed; readings: readonly Reading<unknown>[]; found: Found },
): Promise<readonly LostHost[]> {
  const parts = readings.flatMap((reading) => partsOf(context, host, reading));
  try {
    const answers = await ask(
      host.transport,
      parts.map(({ probe }) => probe),
      { now, signal },
    );
    for (const { reading, name, probe } of parts) {
      const known = found.get(reading) ?? new Map<string, unknown>();
      found.set(reading, known.set(name, answers.of(probe)));
    }
    return [];
  } catch (error) {
    return [{ host: host.site.host.name, error: expectedError(error) }];
  }
}

/** The probes of a reading on a host, with the names of what they are about. */
function partsOf(context: VerifyContext, host: Surveyed, reading: Reading<unknown>) {
  const part = (name: string, probe: Probe<unknown> | undefined) =>
    probe === undefined ? [] : [{ reading, name, probe }];
  if (reading.on === 'host') return part(host.site.host.name, reading.probe(host, context));
  return context.members
    .filter((member) => member.host === host)
    .flatMap((member) => part(member.instance.name, reading.probe(member, context)));
}

function askAll(options: GatherOptions & Pick<QuestionContext, 'seen'>, answers: Map<string, unknown>) {
  const { context, clients } = options;
  const asking = questionContext(context, clients, options);
  return async (questions: readonly Question<unknown>[]): Promise<void> => {
    await Promise.all(
      questions.flatMap((question) =>
        question.subjects(context).map(async (subject) => {
          const answer = await question.ask(subject, asking).catch(expectedError);
          // what its release does not know it was not asked
          const isUnknown = answer instanceof RmqctlError && answer.code === 'REMOTING_UNSUPPORTED';
          if (!isUnknown) answers.set(key(question.id, subject), answer);
        }),
      ),
    );
  };
}

function questionContext(
  context: VerifyContext,
  clients: Clients,
  world: Pick<QuestionContext, 'now' | 'signal' | 'seen'>,
): QuestionContext {
  const member = (name: string): Member => {
    const found = memberNamed(context, name);
    if (found === undefined) throw new Error(`there is no instance ${name} to ask`);
    return found;
  };
  return {
    ...world,
    context,
    client({ instance }) {
      const client = clients.of(addressOfInstance(instance));
      if (client === undefined) throw new Error(`there is no connection to ${instance.host}`);
      return client;
    },
    member,
    dial: (host, address, port) => {
      const from = context.hosts.find(({ site }) => site.host.name === host);
      if (from === undefined) throw new Error(`there is no host ${host} to dial from`);
      return dialFrom(from.transport, address, port);
    },
  };
}
