import type { Topology } from '../topology/topology.ts';
import type { Answer, Check } from './check.ts';

const HINT =
  'a slave reports to its master only some 10 s after a start: rmqctl verify waits for that and proves it, as deploy --verify full does';

export interface JustStarted {
  readonly topology: Topology;
  /** names of brokers of which this run has started a member */
  readonly started: ReadonlySet<string>;
  readonly checks: readonly Check[];
}

/**
 * Takes out of the failures what cannot be so yet: copies of a broker that was just started become a skip that says why. What
 * does not come right by itself stays what it is. Pure.
 */
export function notYet(answers: readonly Answer[], { topology, started, checks }: JustStarted): Answer[] {
  const copies = new Set(checks.filter((check) => check.copies === true).map(({ id }) => id));
  const isStarted = (name: string | undefined): boolean =>
    topology.instances.some(({ name: own, broker }) => own === name && started.has(broker?.name ?? ''));
  return answers.map((answer) => {
    const { check, instance, status, lasting, detail } = answer;
    const late = copies.has(check) && isStarted(instance) && lasting !== true;
    if (!late || (status !== 'fail' && status !== 'warn')) return answer;
    return {
      ...answer,
      status: 'skip',
      detail: `not proven yet, this run has started its broker: ${detail}`,
      hint: HINT,
    };
  });
}
