import type { Topology } from '../../../model/topology.ts';
import type { Finding, Blame } from '../../finding.ts';

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
