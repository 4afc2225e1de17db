import { expectedError } from '../errors.ts';
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
import type { AnySupplier } from './supplies/suppliers.ts';
import { waitNamed } from './waits/registry.ts';
import type { WaitContext } from './waits/wait.ts';

export interface BatchOptions extends WaitContext {
  readonly emit: Emit;
  /** puts what changes a host into the form in which the cluster's lock knows of it (lock.ts) */
  readonly locked?: (work: Script) => Script;
  readonly suppliers: readonly AnySupplier[];
}

export interface StepEnd extends Failure {
  readonly state: 'done' | 'failed' | 'blocked';
  /** absent if it did not run */
  readonly seconds?: number | undefined;
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
  listener: {
    ended(step: Step, ending: StepEnd): void;
    /** after an answer by which a step ended: others may be ready now */
    answered(): void;
  },
): Promise<void> {
  const { emit, locked = (work) => work, signal, now } = options;
  const open = new Set(steps);
  /** steps whose change is made and whose gate has not answered yet */
  const gated = new Set<Step>();
  const waiting: Promise<void>[] = [];
  /** what was seen for a wait before the script ran */
  const before = new Map<WaitSpec, unknown>();
  /** when the latest step's part of the script ended, milliseconds */
  let last = now();

  const end = (step: Step, ending: StepEnd): void => {
    open.delete(step);
    listener.ended(step, ending);
  };
  const endOpen = (ending: (step: Step) => StepEnd): void => {
    for (const step of open) end(step, ending(step));
  };
  const report = ({ host, instance }: Step, stage: string): void =>
    emit({ event: 'progress', host, instance, stage });
  const warn = ({ host }: Step, warning: { code: string; message: string }): void =>
    emit({ event: 'diagnostic', severity: 'warning', ...warning, host });
  /** Reports what a step's script said with `warn` of the prelude. */
  const passWarnings = (step: Step, output: string): void => {
    for (const [, message = ''] of output.matchAll(/^warning: (.*)$/gm))
      warn(step, { code: 'STEP_WARNING', message: `${step.instance ?? step.host}: ${message}` });
  };

  const waitFor = async (step: Step): Promise<Failure | undefined> => {
    const { waits = [], name, instance = name } = step;
    for (const spec of waits) {
      const wait = waitNamed(spec.kind);
      report(step, wait.stage(instance));
      const { failure, warning } = await wait.wait(spec, instance, options, before.get(spec));
      if (failure !== undefined) return failure;
      if (warning !== undefined) warn(step, warning);
    }
    return undefined;
  };
  /** Waits for what the step's script cannot see on its own host, and ends the step when that is over. */
  const endAwaited = async (step: Step, seconds: number): Promise<void> => {
    const began = now();
    const failure = await waitFor(step);
    // the connection may have been lost meanwhile, and the step have failed by that
    if (!open.has(step)) return;
    const total = seconds + (now() - began) / 1000;
    if (failure === undefined) end(step, { state: 'done', summary: step.summary, seconds: total });
    else end(step, { state: 'failed', ...failure, seconds: total });
    listener.answered();
  };
  /** One answer of the script: of a step, or with a gate of its change first and of its gate afterwards. */
  const take = ({ id, status, text }: Frame): void => {
    const step = steps[Number(id)];
    if (step === undefined) return;
    const seconds = (now() - last) / 1000;
    if (status === '0' && step.gate !== undefined && !gated.has(step)) {
      gated.add(step);
      passWarnings(step, text);
      report(step, `waiting for ${step.instance}`);
      return;
    }
    last = now();
    if (status === '0' && step.waits !== undefined && step.waits.length > 0) {
      passWarnings(step, text);
      const awaited = endAwaited(step, seconds);
      // it may fail before anybody waits for it
      awaited.catch(() => undefined);
      waiting.push(awaited);
      return;
    }
    if (status === 'blocked') {
      end(step, { state: 'blocked', summary: `${step.summary}: a step it needs failed` });
    } else if (status === '0') {
      end(step, { state: 'done', summary: step.summary, seconds });
      passWarnings(step, text);
    } else {
      const explained = kindNamed(step.kind).explain?.(text, step.subject);
      const failure = explained ?? { summary: `${step.summary}: ${text.trim()}` };
      end(step, { state: 'failed', ...failure, seconds });
    }
    listener.answered();
  };

  try {
    const beginning = await supply(transport, steps, options);
    await Promise.all(
      steps
        .flatMap(({ waits = [] }) => waits)
        .map(async (spec) => before.set(spec, await waitNamed(spec.kind).before?.(spec, options))),
    );
    last = now();
    await runScript({ transport, body: locked(compileBatch(steps, beginning)), onFrame: take, signal });
    await Promise.all(waiting);
  } catch (error) {
    if (signal?.aborted === true) return;
    if (error instanceof NotSupplied) {
      const { step: culprit, cause } = error;
      end(culprit, failed(cause));
      endOpen(({ summary }) => ({ state: 'blocked', summary: `${summary}: waits for ${keyOf(culprit)}` }));
    } else {
      const ending = failed(error);
      endOpen(() => ending);
    }
  }
}

/** Supplies what the steps need. @returns what the script begins with @throws NotSupplied */
async function supply(
  transport: Transport,
  steps: readonly Step[],
  options: BatchOptions,
): Promise<Script[]> {
  const beginning = new Map<string, Script>();
  for (const step of steps) {
    for (const needed of step.supplies ?? []) {
      const supplier = options.suppliers.find(({ kind }) => kind === needed.kind);
      if (supplier === undefined) throw new Error(`nobody supplies a ${needed.kind}`);
      const script = await supplier.supply(needed, { ...options, transport }).catch((cause: unknown) => {
        throw new NotSupplied(step, cause);
      });
      if (script !== undefined) beginning.set(script.text, script);
    }
  }
  return [...beginning.values()];
}

/** What a step needs on its host could not be had, or not be sent there. */
class NotSupplied extends Error {
  readonly step: Step;

  constructor(step: Step, cause: unknown) {
    super(`${keyOf(step)} was not supplied`, { cause });
    this.step = step;
  }
}

function failed(thrown: unknown): StepEnd {
  const { message, hint } = expectedError(thrown);
  return { state: 'failed', summary: message, hint };
}
