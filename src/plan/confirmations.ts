import type { Replication } from '../os/readiness.ts';
import type { Action } from '../report/events.ts';
import type { ResourceKey } from '../resources/resource.ts';

interface Confirmable {
  readonly key: ResourceKey;
  readonly action: Action;
  readonly needs: readonly ResourceKey[];
  readonly confirm?: Replication | undefined;
}

/**
 * A member of a broker that is restarted is confirmed to be in step with the others before its step is done. One that is
 * started is so only where a restart waits for it: a new slave may have hours to copy, and nobody has to wait for that.
 */
export function withoutIdleConfirmations<S extends Confirmable>(steps: readonly S[]): S[] {
  const awaited = new Set(steps.filter(({ action }) => action === 'restart').flatMap(({ needs }) => needs));
  return steps.map((step) =>
    step.confirm === undefined || step.action === 'restart' || awaited.has(step.key)
      ? step
      : { ...step, confirm: undefined },
  );
}
