import type { Topology } from '../../../model/topology.ts';
import type { Finding } from '../../finding.ts';

const HINT =
  'a slave reports to its master only some 10 s after a start: rmqctl verify waits for that and proves it, as deploy --verify full does';

/**
 * Takes out of the failures what cannot be so yet: what awaits a slave of a broker that was just started becomes a skip that says
 * so. Everything else stays what it is. Pure.
 * @param started names of brokers of which this run has started a member
 */
export function notYet(
  answers: readonly Finding[],
  { topology, started }: { readonly topology: Topology; readonly started: ReadonlySet<string> },
): Finding[] {
  const isStarted = (name: string | undefined): boolean =>
    topology.instances.some(({ name: own, broker }) => own === name && started.has(broker?.name ?? ''));
  return answers.map((answer) => {
    const { instance, status, detail, awaitsSlave } = answer;
    const wrong = status === 'fail' || status === 'warn';
    if (!wrong || awaitsSlave !== true || !isStarted(instance)) return answer;
    const told = `not proven yet, this run has started its broker: ${detail}`;
    return { ...answer, status: 'skip', detail: told, hint: HINT };
  });
}
