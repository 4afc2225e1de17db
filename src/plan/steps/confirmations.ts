import type { Replication } from '../../hosts/readiness.ts';
import type { Action } from '../../model/events.ts';
import { keyOf, type ResourceAddress, type ResourceKey } from '../../model/resource-address.ts';

interface Confirmable extends ResourceAddress {
  readonly action: Action;
  readonly needs: readonly ResourceKey[];
  readonly confirm?: Replication | undefined;
}

/**
 * A member of a broker that is restarted is confirmed to be in step with the others before its step is done. One that is
 * started is so only where a restart waits for it: a new slave may have hours to copy, and nobody has to wait for that. Nor is
 * a master whose slaves are started after it: they are, and it could not be before.
 */
export function withoutIdleConfirmations<S extends Confirmable>(steps: readonly S[]): S[] {
  const awaited = new Set(steps.filter(({ action }) => action === 'restart').flatMap(({ needs }) => needs));
  const idle = (step: S): boolean => {
    const key = keyOf(step);
    return (
      step.action !== 'restart' && (!awaited.has(key) || steps.some((other) => isStartedAfter(other, key)))
    );
  };
  return steps.map((step) =>
    step.confirm !== undefined && idle(step) ? { ...step, confirm: undefined } : step,
  );
}

const isStartedAfter = ({ action, confirm, needs }: Confirmable, key: ResourceKey): boolean =>
  action === 'start' && confirm !== undefined && needs.includes(key);
