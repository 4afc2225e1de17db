import { setTimeout as sleep } from 'node:timers/promises';
import type { RmqctlError } from '../../errors.ts';
import { brokerConfig, haStatus, runtimeInfo, type HaStatus } from '../../rocketmq/remoting/broker.ts';
import { RemotingRefused } from '../../rocketmq/remoting/faults.ts';
import { clusterInfo, nameServerConfig, type ClusterInfo } from '../../rocketmq/remoting/name-server.ts';
import { releaseNamed } from '../../rocketmq/remoting/wire/version.ts';
import type { QuestionContext, Question, Seen } from './check.ts';
import { askedBrokers, masterMember, mastersOf, nameServersOf } from './context.ts';
import type { Member, VerifyContext } from './context.ts';
import { blame, type Blame, type Judgement } from '../finding.ts';

const names = (members: readonly Member[]): string[] => members.map(({ instance }) => instance.name);

/** Milliseconds in which a broker that has just started gets its first samples. */
const FIRST_SAMPLES = 3000;

/** Asks a broker for its counters. In its first second a 3.x or 4.x broker refuses, having none yet: it is asked again. */
export async function counters(
  of: Member,
  { client, now, signal }: QuestionContext,
): Promise<ReadonlyMap<string, string>> {
  const until = now() + FIRST_SAMPLES;
  for (;;) {
    try {
      return await runtimeInfo(client(of), { signal });
    } catch (error) {
      const early = error instanceof RemotingRefused && /NoSuchElement/.test(error.remark ?? '');
      if (!early || now() >= until) throw error;
      await sleep(200);
    }
  }
}

export const runtime: Question<ReadonlyMap<string, string>> = {
  id: 'runtime',
  subjects: (context) => names(askedBrokers(context)),
  ask: (subject, asking) => counters(asking.member(subject), asking),
};

export const registrations: Question<ClusterInfo> = {
  id: 'registrations',
  subjects: (context) => names(nameServersOf(context)),
  ask: (subject, { client, member, signal }) => clusterInfo(client(member(subject)), { signal }),
};

/** The configuration that each instance runs with; name servers before 4.0.0 do not report theirs. */
export const runningConfig: Question<ReadonlyMap<string, string>> = {
  id: 'running-config',
  subjects: (context) => names([...askedBrokers(context), ...nameServersOf(context)]),
  ask(subject, { client, member, signal }) {
    const one = member(subject);
    return (one.instance.broker === undefined ? nameServerConfig : brokerConfig)(client(one), { signal });
  },
};

/** Replication as the masters see it; those of a release before 5.0.0 do not say. */
export const replicationState: Question<HaStatus> = {
  id: 'replication-state',
  subjects: (context) => names(mastersOf(context)),
  ask: (subject, { client, member, signal }) => haStatus(client(member(subject)), { signal }),
};

/** The findings that would explain that an instance does not answer. */
export function silence(instance: string): Blame[] {
  return blame(instance, 'process', 'boot', 'ports', 'answers');
}

/** The verdict on a question without an answer: none if this machine had no way to ask. */
export function unanswered(error: RmqctlError): Pick<Judgement, 'status' | 'detail' | 'hint'> {
  const { code, message, hint } = error;
  return { status: code === 'FORWARDING_REFUSED' ? 'skip' : 'fail', detail: message, hint };
}

/** A property of a member as it runs with it; undefined if it was not asked, or did not answer. */
export function runningValue(seen: Seen, member: Member | undefined, key: string): string | undefined {
  const running = member === undefined ? undefined : seen.answer(runningConfig, member.instance.name);
  return running === undefined || running instanceof Error ? undefined : running.get(key);
}

/** The release that a broker answers with; undefined if it was not asked, or did not answer. */
export function runningRelease(seen: Seen, { instance }: Member): string | undefined {
  const answer = seen.answer(runtime, instance.name);
  const description = answer instanceof Error ? undefined : answer?.get('brokerVersionDesc');
  return description === undefined ? undefined : releaseNamed(description);
}

/** True if a slave that is silent or behind takes the safety of acknowledgements with it: by its running master, else by the inventory. */
export function isSynchronous(context: VerifyContext, seen: Seen, member: Member): boolean {
  const role = runningValue(seen, masterMember(context, member) ?? member, 'brokerRole');
  return role === undefined ? context.topology.mode === 'sync' : role === 'SYNC_MASTER';
}
