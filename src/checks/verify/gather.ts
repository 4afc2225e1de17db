import pLimit from 'p-limit';
import { RmqctlError } from '../../errors.ts';
import { framed, runScript } from '../../probes/remote-script.ts';
import type { Surveyed } from '../../execute/survey.ts';
import { lines, type Script } from '../../shell/script.ts';
import type { QuestionContext, Check, Question, Reading, Seen } from './check.ts';
import type { Clients } from '../../probes/clients.ts';
import { questionContext } from './question-context.ts';
import type { VerifyContext } from './context.ts';

export interface GatherOptions extends Pick<QuestionContext, 'now' | 'signal'> {
  readonly context: VerifyContext;
  readonly clients: Clients;
  readonly checks: readonly Check[];
  readonly parallel: number;
}

interface Text {
  readonly text: string;
  readonly at: number;
}

/** What was seen, and the hosts that were lost while it was looked at. */
export interface Gathered {
  readonly seen: Seen;
  readonly lost: VerifyContext['lost'];
}

/** Looks at all that these checks want to see: one script a host, and all questions side by side; then what is asked last. */
export async function gather(options: GatherOptions): Promise<Gathered> {
  const { context, checks, parallel } = options;
  const readings = [...new Set(checks.flatMap((check) => check.readings ?? []))];
  const questions = [...new Set(checks.flatMap((check) => check.questions ?? []))];
  const texts = new Map<string, Text>();
  const answers = new Map<string, unknown>();
  const limit = pLimit(parallel);
  const seen = seenOf(texts, answers);
  const ask = askAll({ ...options, seen }, answers);
  const [outcomes] = await Promise.all([
    Promise.all(context.hosts.map((host) => limit(() => read(options, { host, readings, texts })))),
    ask(questions.filter(({ last }) => last !== true)),
  ]);
  await ask(questions.filter(({ last }) => last === true));
  return { seen, lost: outcomes.flat() };
}

function key(id: string, name: string): string {
  return `${id} ${name}`;
}

function seenOf(texts: ReadonlyMap<string, Text>, answers: ReadonlyMap<string, unknown>): Seen {
  return {
    text: ({ id }, name) => texts.get(key(id, name))?.text,
    arrived: ({ id }, name) => texts.get(key(id, name))?.at ?? 0,
    answer: <T>({ id }: Question<T>, subject: string) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an answer is kept under its own question's id
      answers.get(key(id, subject)) as T | RmqctlError | undefined,
  };
}

/** Runs a host's one script. @returns the host with the error, where that did not work */
async function read(
  { context, now, signal }: GatherOptions,
  wanted: { host: Surveyed; readings: readonly Reading[]; texts: Map<string, Text> },
): Promise<VerifyContext['lost']> {
  const { host, readings, texts } = wanted;
  const { transport, site } = host;
  const parts = readings.flatMap((reading) => partsOf(context, host, reading));
  if (parts.length === 0) return [];
  try {
    await runScript({
      transport,
      body: lines(parts.map(({ script }, index) => framed(String(index), script))),
      signal,
      onFrame: ({ id, text }) => {
        const part = parts[Number(id)];
        if (part !== undefined) texts.set(part.key, { text, at: now() });
      },
    });
    return [];
  } catch (error) {
    if (!(error instanceof RmqctlError)) throw error;
    return [{ host: site.host.name, error }];
  }
}

function partsOf(
  context: VerifyContext,
  host: Surveyed,
  reading: Reading,
): { key: string; script: Script }[] {
  const part = (name: string, script: Script | undefined) =>
    script === undefined ? [] : [{ key: key(reading.id, name), script }];
  if (reading.on === 'host') return part(host.site.host.name, reading.script(host, context));
  return context.members
    .filter((member) => member.host === host)
    .flatMap((member) => part(member.instance.name, reading.script(member, context)));
}

function askAll(options: GatherOptions & Pick<QuestionContext, 'seen'>, answers: Map<string, unknown>) {
  const { context, clients } = options;
  const asking = questionContext(context, clients, options);
  return async (questions: readonly Question<unknown>[]): Promise<void> => {
    await Promise.all(
      questions.flatMap((question) =>
        question.subjects(context).map(async (subject) => {
          const answer = await question.ask(subject, asking).catch((error: unknown) => {
            if (error instanceof RmqctlError) return error;
            throw error;
          });
          answers.set(key(question.id, subject), answer);
        }),
      ),
    );
  };
}
