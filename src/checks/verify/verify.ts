import { setTimeout as sleep } from 'node:timers/promises';
import type { Surveyed } from '../../execute/survey.ts';
import type { Emit } from '../../model/events.ts';
import { releaseOf } from '../../rocketmq/releases.ts';
import type { Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import type { Check } from './check.ts';
import { Clients } from '../../probes/clients.ts';
import { verifyContext, type VerifyContext } from './context.ts';
import { notYet, renewed, unsettled, untilSettled } from './findings/grace-period.ts';
import { gather } from './gather.ts';
import type { Selected } from './scope.ts';
import { CHECKS, checksOf } from './registry.ts';
import { type Blame, checkEvent, type Finding, type Judgement } from '../finding.ts';

export interface VerifyOptions {
  readonly topology: Topology;
  readonly hosts: readonly Surveyed[];
  /** hosts that did not answer; default none */
  readonly lost?: VerifyContext['lost'];
  /** default those of a quick verification */
  readonly checks?: readonly Check[];
  /** the answers to report; default all */
  readonly selected?: Selected;
  /** the instances to inspect; default all */
  readonly instances?: readonly Instance[];
  readonly emit: Emit;
  readonly parallel: number;
  /** milliseconds to wait for what comes right without a repair, besides what a recent start explains */
  readonly patience: number;
  /** names of brokers of which this run has just started a member, and whose copies are not awaited; default none */
  readonly started?: ReadonlySet<string>;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

export interface Verdict {
  /** no check failed */
  readonly healthy: boolean;
  readonly answers: readonly Finding[];
}

/** Milliseconds between two attempts. */
const AGAIN_MS = 500;

/**
 * Asks whether the cluster works. Each answer is a check event, in the order of the checks; what follows from another failure
 * is reported as that.
 */
export async function examine(options: VerifyOptions): Promise<Verdict> {
  const { topology, hosts, lost = [], emit, selected } = options;
  const known = { topology, release: releaseOf(topology.version) };
  const context = verifyContext(known, { hosts, lost }, options.instances);
  const transports = new Map(hosts.map(({ site, transport }) => [site.host.name, transport]));
  const clients = new Clients(transports, { release: topology.version });
  try {
    const found = await awaited(options, context, clients);
    const order = CHECKS.map(({ id }) => id);
    const answers = rootCauses(found, { topology, order }).filter(
      ({ host, instance }) => host === undefined || selected === undefined || selected({ host, instance }),
    );
    for (const answer of answers) emit(checkEvent(answer));
    return { healthy: answers.every(({ status }) => status !== 'fail'), answers };
  } finally {
    clients.close();
  }
}

/**
 * The answers to all checks. Where nothing else is wrong, those that come right by themselves are asked again for a while; of
 * brokers that were just started, copies are not awaited.
 */
async function awaited(options: VerifyOptions, context: VerifyContext, clients: Clients): Promise<Finding[]> {
  const { checks = checksOf('quick', { messages: false }), emit, now, signal, patience } = options;
  const { topology, started = new Set<string>() } = options;
  const ask = async (asked: readonly Check[]): Promise<Finding[]> =>
    notYet(await answersTo(options, { context, clients, checks: asked }), { topology, started });
  let answers = await ask(checks);
  const until = now() + Math.max(patience, untilSettled(answers));
  for (;;) {
    const again = unsettled(answers, checks);
    if (again.length === 0 || now() >= until || signal?.aborted === true) return answers;
    for (const { host, instance, detail, status } of answers)
      if (status === 'fail') emit({ event: 'progress', host, instance, stage: `waiting: ${detail}` });
    await sleep(AGAIN_MS);
    answers = renewed(answers, await ask(again), { again, checks });
  }
}

async function answersTo(
  options: VerifyOptions,
  { context, clients, checks }: { context: VerifyContext; clients: Clients; checks: readonly Check[] },
): Promise<Finding[]> {
  const { context: known, seen, lost } = await gather({ ...options, context, clients, checks });
  return checks.flatMap((check) => {
    const findings = check.id === 'host' ? unreachable([...context.lost, ...lost]) : check.judge(known, seen);
    return findings.map((finding) => ({ ...withHint(check, finding), check: check.id }));
  });
}

function withHint({ hint }: Check, finding: Judgement): Judgement {
  return finding.status === 'fail' || finding.status === 'warn'
    ? { ...finding, hint: finding.hint ?? hint }
    : finding;
}

function unreachable(lost: VerifyContext['lost']): Judgement[] {
  return lost.map(({ host, error }) => ({ host, status: 'fail', detail: error.message, hint: error.hint }));
}

const WEIGHT = { pass: 0, skip: 0, warn: 1, fail: 2 } as const;

/**
 * Takes what follows from something else out of the failures: it becomes a skip that names its cause, so that a failure is a
 * cause. Only an earlier check explains, and only what is wrong at least as badly. Pure.
 * @param order ids of the checks, causes first
 */
export function rootCauses(
  answers: readonly Finding[],
  { topology, order }: { readonly topology: Topology; readonly order: readonly string[] },
): Finding[] {
  const hosts = new Map(topology.instances.map(({ name, host }) => [name, host]));
  const causeOf = (answer: Finding): Finding | undefined =>
    answers.find(
      (other) =>
        WEIGHT[other.status] >= WEIGHT[answer.status] &&
        order.indexOf(other.check) < order.indexOf(answer.check) &&
        (answer.follows ?? []).some((blame) => isBlamed(other, blame, hosts)),
    );
  return answers.map((answer) => {
    const cause = WEIGHT[answer.status] === 0 ? undefined : causeOf(answer);
    if (cause === undefined) return answer;
    const { evidence: _, hint: __, ...rest } = answer;
    const where = [cause.instance ?? cause.host].filter(Boolean).join(' ');
    return { ...rest, status: 'skip', detail: `follows from ${cause.check} of ${where}: ${answer.detail}` };
  });
}

function isBlamed(other: Finding, { check, of }: Blame, hosts: ReadonlyMap<string, string>): boolean {
  if (other.check === 'host') return other.host === of || other.host === hosts.get(of);
  if (other.check !== check) return false;
  return (
    other.instance === of ||
    (other.instance === undefined && other.host === of) ||
    other.also?.includes(of) === true
  );
}
