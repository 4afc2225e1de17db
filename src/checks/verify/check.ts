import type { Duplex } from 'node:stream';
import type { RmqctlError } from '../../errors.ts';
import type { Surveyed } from '../../execute/survey.ts';
import type { Probe } from '../../probes/probe.ts';
import type { RemotingClient } from '../../rocketmq/remoting/client.ts';
import type { Judgement } from '../finding.ts';
import { locationOf, type Member, type VerifyContext } from './context.ts';

interface ReadingOn<Place extends string, Subject, T> {
  readonly id: string;
  readonly on: Place;
  probe(subject: Subject, context: VerifyContext): Probe<T> | undefined;
}

/** An observation of each host, or of each member on its host, as a part of the one script that is run there. */
export type Reading<T> = ReadingOn<'host', Surveyed, T> | ReadingOn<'member', Member, T>;

/** The means of questions: they go through the hosts' own connections, so that this machine needs no route to the cluster. */
export interface QuestionContext {
  readonly context: VerifyContext;
  /** for a question that is asked last, the answers to all others */
  readonly seen: Seen;
  /** milliseconds since 1970 */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  /** a client of an instance, dialled from its own host; the same one each time */
  readonly client: (member: Member) => RemotingClient;
  /** a connection that a host makes */
  readonly dial: (host: string, address: string, port: number) => Promise<Duplex>;
  readonly member: (name: string) => Member;
}

/** Something that is asked over the network, of one subject at a time. */
export interface Question<T> {
  readonly id: string;
  /** names of instances, or others that distinguish the answers */
  readonly subjects: (context: VerifyContext) => readonly string[];
  /** @throws RmqctlError, which is then the answer */
  readonly ask: (subject: string, asking: QuestionContext) => Promise<T>;
  /** it is asked when all others have been answered, and may read these answers (`asking.seen`) */
  readonly last?: boolean;
}

export interface Seen {
  /** what was read of a host or a member; undefined if it was not read, or its host is lost */
  found<T>(reading: Reading<T>, name: string): T | undefined;
  /** the answer, or why there is none; undefined if it was not asked */
  answer<T>(question: Question<T>, subject: string): T | RmqctlError | undefined;
}

/** A check: one question to the cluster. A new one is one file and a line in the registry. */
export interface Check {
  /** stable, in events and documents */
  readonly id: string;
  readonly title: string;
  readonly asks: string;
  /** the things that it is asked of */
  readonly on: string;
  /** what a wrong answer is, at worst */
  readonly severity: 'fail' | 'warn';
  /** what to do when the answer is wrong */
  readonly hint: string;
  /** it is part of a quick verification */
  readonly quick?: boolean;
  /** what is wrong may come right within half a minute of a start: it is awaited that long */
  readonly settles?: boolean;
  readonly readings?: readonly Reading<unknown>[];
  readonly questions?: readonly Question<unknown>[];
  /** The answers, from what was seen. Pure. */
  judge(context: VerifyContext, seen: Seen): readonly Judgement[];
}

/** The verdicts on what was found of each member, or answered by it; a member that it is not known of is left out. */
export function judgeMembers<T>(
  members: readonly Member[],
  known: (member: Member) => T | undefined,
  judge: (found: T, member: Member) => Judgement | readonly Judgement[],
): Judgement[] {
  return members.flatMap((member) => {
    const found = known(member);
    if (found === undefined) return [];
    return [judge(found, member)].flat().map((each) => ({ ...locationOf(member), ...each }));
  });
}
