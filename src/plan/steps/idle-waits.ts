import type { Action } from '../../model/events.ts';
import { keyOf, type ResourceAddress, type ResourceKey } from '../../model/resource-address.ts';
import type { WaitSpec } from '../../model/wait.ts';

interface Waiting extends ResourceAddress {
  readonly action: Action;
  readonly needs: readonly ResourceKey[];
  readonly waits?: readonly WaitSpec[] | undefined;
}

/**
 * Leaves out the waits for the sake of restarts (WaitSpec.forRestarts) where no restart depends on them. A step that restarts keeps
 * them, and a start that a restart waits for: unless others with such waits start after it, for then it could not be before them.
 */
export function withoutIdleWaits<S extends Waiting>(steps: readonly S[]): S[] {
  const awaited = new Set(steps.filter(({ action }) => action === 'restart').flatMap(({ needs }) => needs));
  const isIdle = (step: S): boolean => {
    const key = keyOf(step);
    return step.action !== 'restart' && (!awaited.has(key) || steps.some((other) => startsAfter(other, key)));
  };
  return steps.map((step) =>
    waitsForRestarts(step) && isIdle(step)
      ? { ...step, waits: step.waits?.filter(({ forRestarts }) => forRestarts !== true) }
      : step,
  );
}

const waitsForRestarts = ({ waits = [] }: Waiting): boolean =>
  waits.some(({ forRestarts }) => forRestarts === true);

const startsAfter = (other: Waiting, key: ResourceKey): boolean =>
  other.action === 'start' && waitsForRestarts(other) && other.needs.includes(key);
