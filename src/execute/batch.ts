import { RmqctlError } from '../errors.ts';
import type { Emit } from '../model/events.ts';
import { keyOf } from '../model/resource-address.ts';
import type { WaitSpec } from '../model/wait.ts';
import type { Step } from '../plan/steps/plan.ts';
import type { Frame } from '../probes/frames.ts';
import { runScript } from '../probes/remote-script.ts';
import { kindNamed } from '../resources/registry.ts';
import type { Failure } from '../resources/resource.ts';
import type { Script } from '../shell/script.ts';
import type { Transport } from '../transport/transport.ts';
import { compileBatch } from './compile.ts';
import type { AnySupplier } from './supplies/supplier.ts';
import { waitNamed } from './waits/registry.ts';
import type { WaitContext } from './waits/wait.ts';

export interface BatchOptions extends WaitContext {
  readonly emit: Emit;
  /** puts what changes a host into the form in which the cluster's lock knows of it (lock.ts) */
  readonly locked?: (work: Script) => Script;
  readonly suppliers: readonly AnySupplier[];
}

/** How a step ended. */
export interface StepEnd extends Failure {
  readonly state: 'done' | 'failed' | 'blocked';
  /** absent where it did not run */
  readonly seconds?: number | undefined;
}

/** What hears of a batch's progress. */
export interface BatchListener {
  ended(step: Step, ending: StepEnd): void;
  /** after an answer by which a step ended: others may be ready now */
  answered(): void;
}

/**
 * Makes steps of one host by one script: supplies what they need, runs it, and awaits what each step waits for as soon as its
 * part of the script has ended. Every step ends, unless the signal aborts: then the host ends its script at the next
 * step by itself, and the next run continues from there.
 * @throws no RmqctlError, by which steps fail
 */
export async function runBatch(
  transport: Transport,
  steps: readonly Step[],
  options: BatchOptions,
  listener: BatchListener,
): Promise<void> {
  await new Batch(transport, steps, options, listener).run();
}

class Batch {
  readonly #transport: Transport;
  readonly #steps: readonly Step[];
  readonly #options: BatchOptions;
  readonly #listener: BatchListener;
  /** steps that have not ended */
  readonly #open: Set<Step>;
  /** steps whose change is made and whose gate has not answered yet */
  readonly #gated = new Set<Step>();
  readonly #waits: Promise<void>[] = [];
  /** what was seen for a wait before the script ran */
  readonly #before = new Map<WaitSpec, unknown>();
  /** when the latest step's part of the script ended, milliseconds */
  #last: number;

  constructor(transport: Transport, steps: readonly Step[], options: BatchOptions, listener: BatchListener) {
    this.#transport = transport;
    this.#steps = steps;
    this.#options = options;
    this.#listener = listener;
    this.#open = new Set(steps);
    this.#last = options.now();
  }

  async run(): Promise<void> {
    const { locked = (work) => work, signal, now } = this.#options;
    try {
      const beginning = await this.#supply();
      await this.#observe();
      this.#last = now();
      const body = locked(compileBatch(this.#steps, beginning));
      const onFrame = (frame: Frame): void => this.#take(frame);
      await runScript({ transport: this.#transport, body, onFrame, signal });
      await Promise.all(this.#waits);
    } catch (error) {
      if (signal?.aborted === true) return;
      if (error instanceof NotSupplied) this.#endUnsupplied(error);
      else {
        const failure = failureOf(error);
        for (const step of this.#open) this.#end(step, { state: 'failed', ...failure });
      }
    }
  }

  /** Supplies what the steps need. @returns what the script begins with @throws NotSupplied */
  async #supply(): Promise<Script[]> {
    const beginning = new Map<string, Script>();
    for (const step of this.#steps) {
      for (const supply of step.supplies ?? []) {
        const supplier = this.#options.suppliers.find(({ kind }) => kind === supply.kind);
        if (supplier === undefined) throw new Error(`nobody supplies a ${supply.kind}`);
        const context = { ...this.#options, transport: this.#transport };
        const script = await supplier.supply(supply, context).catch((cause: unknown) => {
          throw new NotSupplied(step, cause);
        });
        if (script !== undefined) beginning.set(script.text, script);
      }
    }
    return [...beginning.values()];
  }

  /** Sees for the waits what can only be seen before the change. */
  async #observe(): Promise<void> {
    await Promise.all(
      this.#steps
        .flatMap(({ waits = [] }) => waits)
        .map(async (spec) =>
          this.#before.set(spec, await waitNamed(spec.kind).before?.(spec, this.#options)),
        ),
    );
  }

  /** Nothing of the batch has run: the step that lacks its supply is told why, the others wait for it. */
  #endUnsupplied({ step: culprit, cause }: NotSupplied): void {
    this.#end(culprit, { state: 'failed', ...failureOf(cause) });
    for (const step of this.#open)
      this.#end(step, { state: 'blocked', summary: `${step.summary}: waits for ${keyOf(culprit)}` });
  }

  /** One answer of the script: of a step, or with a gate of its change first and of its gate afterwards. */
  #take({ id, status, text }: Frame): void {
    const step = this.#steps[Number(id)];
    if (step === undefined) return;
    const { now } = this.#options;
    const seconds = (now() - this.#last) / 1000;
    if (status === '0' && step.gate !== undefined && !this.#gated.has(step)) {
      this.#gated.add(step);
      this.#warn(step, text);
      this.#report(step, `waiting for ${step.instance}`);
      return;
    }
    if (status === '0' && step.waits !== undefined && step.waits.length > 0) {
      this.#warn(step, text);
      this.#last = now();
      const waiting = this.#await(step, seconds);
      // it may fail before anybody waits for it
      waiting.catch(() => undefined);
      this.#waits.push(waiting);
      return;
    }
    if (status === 'blocked') {
      this.#end(step, { state: 'blocked', summary: `${step.summary}: a step it needs failed` });
    } else if (status === '0') {
      this.#end(step, { state: 'done', summary: step.summary, seconds });
      this.#warn(step, text);
    } else {
      const explained = kindNamed(step.kind).explain?.(text, step.subject);
      const failure = explained ?? { summary: `${step.summary}: ${text.trim()}` };
      this.#end(step, { state: 'failed', ...failure, seconds });
    }
    this.#listener.answered();
    this.#last = now();
  }

  /** Waits for what the step's script cannot see on its own host, and ends the step when that is over. */
  async #await(step: Step, seconds: number): Promise<void> {
    const { now } = this.#options;
    const began = now();
    const failure = await this.#waitFor(step);
    // the connection may have been lost meanwhile, and the step have failed by that
    if (!this.#open.has(step)) return;
    const total = seconds + (now() - began) / 1000;
    if (failure === undefined) this.#end(step, { state: 'done', summary: step.summary, seconds: total });
    else this.#end(step, { state: 'failed', ...failure, seconds: total });
    this.#listener.answered();
  }

  async #waitFor(step: Step): Promise<Failure | undefined> {
    const { waits = [], host, name, instance = name } = step;
    for (const spec of waits) {
      const wait = waitNamed(spec.kind);
      this.#report(step, wait.stage(instance));
      const { failure, warning } = await wait.wait(spec, instance, this.#options, this.#before.get(spec));
      if (failure !== undefined) return failure;
      if (warning !== undefined)
        this.#options.emit({ event: 'diagnostic', severity: 'warning', ...warning, host });
    }
    return undefined;
  }

  #end(step: Step, ending: StepEnd): void {
    this.#open.delete(step);
    this.#listener.ended(step, ending);
  }

  #report({ host, instance }: Step, stage: string): void {
    this.#options.emit({ event: 'progress', host, instance, stage });
  }

  /** What a step's script said with `warn` of the prelude. */
  #warn({ host, instance }: Step, output: string): void {
    for (const [, message = ''] of output.matchAll(/^warning: (.*)$/gm))
      this.#options.emit({
        event: 'diagnostic',
        severity: 'warning',
        code: 'STEP_WARNING',
        message: `${instance ?? host}: ${message}`,
        host,
      });
  }
}

/** What a step needs on its host could not be had, or not be sent there. */
class NotSupplied extends Error {
  readonly step: Step;

  constructor(step: Step, cause: unknown) {
    super(`${keyOf(step)} was not supplied`, { cause });
    this.step = step;
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof RmqctlError) return { summary: error.message, hint: error.hint };
  throw error;
}
