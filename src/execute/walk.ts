import pLimit from 'p-limit';
import { idOf, type ResourceKey } from '../model/resource-address.ts';
import type { Plan, Step } from '../plan/steps/plan.ts';
import type { Transport } from '../transport/transport.ts';
import { runBatch, type BatchOptions, type StepEnd } from './batch.ts';
import { Schedule } from './schedule.ts';

export interface WalkOptions extends BatchOptions {
  readonly transports: ReadonlyMap<string, Transport>;
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
  return new Walk(plan, options).run();
}

class Walk {
  readonly #schedule: Schedule<Step>;
  readonly #options: WalkOptions;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #busy = new Map<string, Promise<void>>();
  /** an abort, or bugs: what no step is at fault for */
  readonly #errors: unknown[] = [];

  constructor({ steps }: Plan, options: WalkOptions) {
    this.#schedule = new Schedule(steps);
    this.#options = options;
    this.#limit = pLimit(options.parallel);
  }

  async run(): Promise<ReadonlySet<ResourceKey>> {
    this.#dispatch();
    for (const host of this.#options.transports.keys()) if (!this.#busy.has(host)) this.#reportIdle(host);
    while (this.#busy.size > 0) await Promise.race(this.#busy.values());
    if (this.#errors.length > 0) throw this.#errors[0];
    return this.#schedule.unfinished;
  }

  /** Gives every idle host its next script. Called whenever a step has ended. */
  #dispatch(): void {
    for (const { step, culprit } of this.#schedule.block())
      this.#reportEnd(step, { state: 'blocked', summary: `${step.summary}: waits for ${culprit}` });
    for (const host of this.#schedule.hosts) {
      if (this.#options.signal?.aborted === true || this.#errors.length > 0) return;
      const batch = this.#busy.has(host) ? [] : this.#schedule.take(host);
      if (batch.length > 0) this.#begin(host, batch);
    }
  }

  #begin(host: string, batch: readonly Step[]): void {
    const run = this.#limit(() => this.#run(host, batch));
    // kept, not passed on: a rejection that comes before anybody waits for it would end the process
    const work = run
      .catch((error: unknown) => void this.#errors.push(error))
      .finally(() => {
        this.#busy.delete(host);
        this.#dispatch();
        if (!this.#busy.has(host)) this.#reportIdle(host);
      });
    this.#busy.set(host, work);
  }

  async #run(host: string, batch: readonly Step[]): Promise<void> {
    const stage = batch.length === 1 ? batch[0]!.summary : `${batch.length} steps`;
    this.#options.emit({ event: 'progress', host, stage });
    await runBatch(this.#options.transports.get(host)!, batch, this.#options, {
      ended: (step, ending) => {
        this.#schedule.end(step, ending.state);
        this.#reportEnd(step, ending);
      },
      answered: () => this.#dispatch(),
    });
  }

  #reportEnd(step: Step, { state, seconds, summary, hint, log }: StepEnd): void {
    const { host, instance, action, diff } = step;
    const status = state === 'done' ? 'changed' : state;
    const resource = idOf(step);
    this.#options.emit({
      event: 'step',
      host,
      instance,
      resource,
      action,
      status,
      seconds,
      summary,
      hint,
      log,
      diff,
    });
  }

  /** What an idle host goes on to do: wait for others, or nothing more. */
  #reportIdle(host: string): void {
    if (this.#schedule.hasPending(host))
      this.#options.emit({ event: 'progress', host, stage: 'waiting for other hosts' });
    else this.#options.emit({ event: 'progress', host, stage: 'done', done: true });
  }
}
