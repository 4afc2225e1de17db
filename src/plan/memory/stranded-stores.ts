import type { DiagnosticEvent } from '../../model/events.ts';
import { isMaster } from '../../model/broker.ts';
import type { Topology } from '../../model/topology.ts';
import { isStore } from '../../resources/directory.ts';
import type { Step } from '../steps/plan.ts';

/**
 * Masters that a plan moves to another host without their messages: stopped there, started here on a store that is made new.
 * A store is never moved by rmqctl, so what consumers have not read stays behind in the old one.
 */
export function strandedStores(
  { instances }: Pick<Topology, 'instances'>,
  steps: readonly Pick<Step, 'host' | 'instance' | 'kind' | 'action' | 'subject'>[],
): DiagnosticEvent[] {
  return instances.filter(isMaster).flatMap(({ name, host }) => {
    const own = steps.filter(({ instance }) => instance === name);
    const left = own.find((step) => step.kind === 'service' && step.action === 'stop' && step.host !== host);
    const made = own.some(
      (step) => step.action === 'create' && step.host === host && isStore(step.kind, step.subject),
    );
    if (left === undefined || !made) return [];
    const message = `${name} moves from ${left.host} to ${host}, its store does not: it starts without the messages that it has there`;
    const hint =
      'name the store of its slave here, and let the two change places (docs/guide/changes.md, Moving a master)';
    return [{ event: 'diagnostic', severity: 'warning', code: 'STORE_LEFT', message, hint, host }];
  });
}
