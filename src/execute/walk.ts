import pLimit from 'p-limit';
import { idOf, type ResourceKey } from '../model/resource-address.ts';
import type { Plan, Step } from '../plan/steps/plan.ts';
import { runBatch, type BatchOptions, type StepEnd } from './batch.ts';
import { Schedule } from './schedule.ts';

export interface WalkOptions extends BatchOptions {
  /** hosts worked on at once */
  readonly parallel: number;
}

/**
 * Makes a plan's steps. Each host works at its own pace: as soon as it is idle it gets one script with all of its steps
 * whose needs are fulfilled, so a host runs one script for each time it has to wait for another. What does not depend on a
 * failed step goes on; what does is blocked.
 * @returns the keys of the steps that failed or were blocked; events tell the rest
 * @throws nothing for a host's failures, which are events; RmqctlError for one that no host is at fault for
 */
export async function walk(plan: Plan, options: WalkOptions): Promise<ReadonlySet<ResourceKey>> {
  const { emit, transports, signal } = options;
  const schedule = new Schedule(plan.steps);
  const limit = pLimit(options.parallel);
  const busy = new Map<string, Promise<void>>();
  /** an abort, or bugs: what no step is at fault for */
  const errors: unknown[] = [];

  const reportEnd = (step: Step, { state, seconds, summary, hint, log }: StepEnd): void => {
    const { host, instance, action, diff } = step;
    const status = state === 'done' ? 'changed' : state;
    const resource = idOf(step);
    emit({ event: 'step', host, instance, resource, action, status, seconds, summary, hint, log, diff });
  };
  const reportIdle = (host: string): void =>
    emit(
      schedule.hasPending(host)
        ? { event: 'progress', host, stage: 'waiting for other hosts' }
        : { event: 'progress', host, stage: 'done', done: true },
    );
  /** Gives every idle host its next script. Called whenever a step has ended. */
  const dispatch = (): void => {
    for (const { step, culprit } of schedule.block())
      reportEnd(step, { state: 'blocked', summary: `${step.summary}: waits for ${culprit}` });
    for (const host of schedule.hosts) {
      if (signal?.aborted === true || errors.length > 0) return;
      const batch = busy.has(host) ? [] : schedule.take(host);
      if (batch.length > 0) begin(host, batch);
    }
  };
  const begin = (host: string, batch: readonly Step[]): void => {
    // kept, not passed on: a rejection that comes before anybody waits for it would end the process
    const work = limit(() => run(host, batch))
      .catch((error: unknown) => void errors.push(error))
      .finally(() => {
        busy.delete(host);
        dispatch();
        if (!busy.has(host)) reportIdle(host);
      });
    busy.set(host, work);
  };
  const run = (host: string, batch: readonly Step[]): Promise<void> => {
    const stage = batch.length === 1 ? batch[0]!.summary : `${batch.length} steps`;
    emit({ event: 'progress', host, stage });
    return runBatch(transports.get(host)!, batch, options, {
      ended: (step, ending) => {
        schedule.end(step, ending.state);
        reportEnd(step, ending);
      },
      answered: dispatch,
    });
  };

  dispatch();
  for (const host of transports.keys()) if (!busy.has(host)) reportIdle(host);
  while (busy.size > 0) await Promise.race(busy.values());
  if (errors.length > 0) throw errors[0];
  return schedule.unfinished;
}
