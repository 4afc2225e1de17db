import type { Judgement } from '../finding.ts';
import type { Duplex } from 'node:stream';
import type { RmqctlError } from '../../errors.ts';
import type { RemotingClient } from '../../rocketmq/remoting/client.ts';
import type { Probe } from '../../probes/probe.ts';
import type { VerifyContext, Member } from './context.ts';
import type { Surveyed } from '../../execute/survey.ts';

/** What `verify` is made of: checks as data, what they read on hosts, what they ask over the network, what they answer. */

/** Something that is observed on each host, or of each member on its host, as a part of the one script that is run there. */
export type Reading<T> =
  | {
      readonly id: string;
      readonly on: 'host';
      probe(host: Surveyed, context: VerifyContext): Probe<T> | undefined;
    }
  | {
      readonly id: string;
      readonly on: 'member';
      probe(member: Member, context: VerifyContext): Probe<T> | undefined;
    };

/** How questions are asked: through the hosts' own connections, so that this machine needs no route to the cluster. */
export interface QuestionContext {
  readonly context: VerifyContext;
  /** what has been seen so far; for a question that is asked last, everything else */
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

/** Something that is asked over the network, each time of one thing. */
export interface Question<T> {
  readonly id: string;
  /** names of what is asked: instances, or whatever tells the answers apart */
  readonly subjects: (context: VerifyContext) => readonly string[];
  /** @throws RmqctlError, which is then the answer */
  readonly ask: (subject: string, asking: QuestionContext) => Promise<T>;
  /** it is asked when all others have been answered, and may look at these answers (`asking.seen`) */
  readonly last?: boolean;
}

/** What came of readings and questions. */
export interface Seen {
  /** what was read of a host or a member; undefined if that was not read, or its host could not be looked at */
  found<T>(reading: Reading<T>, name: string): T | undefined;
  /** the answer, or why there is none; undefined where it was not asked */
  answer<T>(question: Question<T>, subject: string): T | RmqctlError | undefined;
}

/** A check: one question to the cluster. A new one is one file and a line in the registry. */
export interface Check {
  /** stable, in events and documents */
  readonly id: string;
  /** a few words */
  readonly title: string;
  /** the question, as a sentence */
  readonly asks: string;
  /** of what it is asked */
  readonly on: string;
  /** what a wrong answer is, at worst */
  readonly severity: 'fail' | 'warn';
  /** what to do when the answer is wrong */
  readonly hint: string;
  /** it is part of a quick verification */
  readonly quick?: boolean;
  /** what is wrong may come right by itself within half a minute of a start: it is awaited that long */
  readonly settles?: boolean;
  readonly readings?: readonly Reading<unknown>[];
  readonly questions?: readonly Question<unknown>[];
  /** The answers, from what was seen. Pure. */
  judge(context: VerifyContext, seen: Seen): readonly Judgement[];
}
