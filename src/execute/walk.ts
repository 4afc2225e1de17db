import pLimit from 'p-limit';
import { RmqctlError } from '../errors.ts';
import type { Plan, Step } from '../plan/steps/plan.ts';
import type { Emit } from '../model/events.ts';
import { kindNamed } from '../resources/registry.ts';
import { idOf, keyOf, type ResourceKey } from '../model/resource-address.ts';
import type { Failure, Upload } from '../resources/resource.ts';
import type { Script } from '../shell/script.ts';
import type { Transport } from '../transport/transport.ts';
import { compileBatch } from './compile.ts';
import type { Frame } from '../probes/frames.ts';
import { waitNamed } from './waits/registry.ts';
import { runScript } from '../probes/remote-script.ts';
import { sendFile } from './send-file.ts';

/** A release in its normal form on this machine, ready to be sent. */
export interface ReleaseFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface WalkOptions {
  readonly transports: ReadonlyMap<string, Transport>;
  readonly emit: Emit;
  /** hosts worked on at once */
  readonly parallel: number;
  /** puts what changes a host into the form in which the cluster's lock knows of it (lock.ts) */
  readonly locked?: (work: Script) => Script;
  /** milliseconds, for durations */
  readonly now: () => number;
  /** milliseconds that a slave may take to catch up with its master, where a step waits for that */
  readonly patience: number;
  /** gets the release when a step needs it sent; asked at most once */
  readonly provideRelease: () => Promise<ReleaseFile>;
  /** what steps that download go through: values of http_proxy, https_proxy and no_proxy */
  readonly proxies?: ReadonlyMap<string, string> | undefined;
  readonly signal?: AbortSignal | undefined;
}

type State = 'pending' | 'running' | 'done' | 'failed' | 'blocked';

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
  readonly #steps: readonly Step[];
  readonly #options: WalkOptions;
  readonly #state: Map<ResourceKey, State>;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #busy = new Map<string, Promise<void>>();
  /** an abort, or bugs: what no step is at fault for */
  readonly #errors: unknown[] = [];
  #release: Promise<ReleaseFile> | undefined;

  constructor(plan: Plan, options: WalkOptions) {
    this.#steps = plan.steps;
    this.#options = options;
    this.#state = new Map(plan.steps.map((step) => [keyOf(step), 'pending']));
    this.#limit = pLimit(options.parallel);
  }

  async run(): Promise<ReadonlySet<ResourceKey>> {
    this.#dispatch();
    for (const host of this.#options.transports.keys()) if (!this.#busy.has(host)) this.#tellRest(host);
    while (this.#busy.size > 0) await Promise.race(this.#busy.values());
    if (this.#errors.length > 0) throw this.#errors[0];
    return new Set([...this.#state].filter(([, state]) => state !== 'done').map(([key]) => key));
  }

  /** Gives every idle host its next script. Called whenever a step has ended. */
  #dispatch(): void {
    this.#blockDependants();
    const hosts = new Set(this.#steps.map(({ host }) => host));
    for (const host of hosts) {
      if (this.#busy.has(host)) continue;
      const batch = this.#nextBatch(host);
      if (batch.length === 0) continue;
      for (const step of batch) this.#state.set(keyOf(step), 'running');
      const run = this.#limit(() => this.#runBatch(host, batch));
      // kept, not passed on: a rejection that comes before anybody waits for it would end the process
      const work = run
        .catch((error: unknown) => void this.#errors.push(error))
        .finally(() => {
          this.#busy.delete(host);
          this.#dispatch();
          if (!this.#busy.has(host)) this.#tellRest(host);
        });
      this.#busy.set(host, work);
    }
  }

  /** The host's pending steps whose needs are done, or are steps before them in the batch. */
  #nextBatch(host: string): Step[] {
    if (this.#options.signal?.aborted === true || this.#errors.length > 0) return [];
    const chosen = new Set<ResourceKey>();
    return this.#steps.filter((step) => {
      if (step.host !== host || this.#state.get(keyOf(step)) !== 'pending') return false;
      const ready = step.needs.every((need) => chosen.has(need) || this.#state.get(need) === 'done');
      // what is confirmed after its script ends cannot be relied on in the same script
      if (ready && !isConfirmed(step)) chosen.add(keyOf(step));
      return ready;
    });
  }

  /** Marks as blocked what needs a failed step, or something on a host that could not be looked at. */
  #blockDependants(): void {
    for (const step of this.#steps) {
      if (this.#state.get(keyOf(step)) !== 'pending') continue;
      const culprit = step.needs.find((need) =>
        ['failed', 'blocked', undefined].includes(this.#state.get(need)),
      );
      if (culprit !== undefined)
        this.#end(step, 'blocked', { summary: `${step.summary}: waits for ${culprit}` });
    }
  }

  async #runBatch(host: string, batch: readonly Step[]): Promise<void> {
    const { signal, now } = this.#options;
    const transport = this.#options.transports.get(host)!;
    const began = now();
    let last = began;
    const confirmations: Promise<void>[] = [];
    const onFrame = (frame: Frame): void => {
      const step = batch[Number(frame.id)];
      if (step === undefined) return;
      const seconds = (now() - last) / 1000;
      if (this.#take(step, frame, seconds)) last = now();
      if (!this.#confirming.delete(keyOf(step))) return;
      const confirmation = this.#confirm(step, seconds);
      // it may fail before anybody waits for it
      confirmation.catch(() => undefined);
      confirmations.push(confirmation);
    };
    this.#tell(host, batch.length === 1 ? batch[0]!.summary : `${batch.length} steps`);
    try {
      const release = await this.#send(transport, batch);
      last = now();
      const { locked = (work) => work, proxies } = this.#options;
      const body = locked(compileBatch(batch, { releaseSha256: release?.sha256, proxies }));
      await runScript({ transport, body, onFrame, signal });
      await Promise.all(confirmations);
    } catch (error) {
      // interrupted: the host ends its script by itself at the next step, and the next run goes on from there
      if (signal?.aborted === true) return;
      if (error instanceof NotSent) {
        this.#notSent(error, batch);
        return;
      }
      const { message, hint } = asFailure(error);
      for (const step of batch) {
        if (this.#state.get(keyOf(step)) === 'running') this.#end(step, 'failed', { summary: message, hint });
      }
    }
  }

  /** Nothing of a batch has run: the step that could not be sent what it needs is told why, the others wait for it. */
  #notSent({ step: culprit, cause }: NotSent, batch: readonly Step[]): void {
    const { message, hint } = asFailure(cause);
    this.#end(culprit, 'failed', { summary: message, hint });
    for (const step of batch) {
      const summary = `${step.summary}: waits for ${keyOf(culprit)}`;
      if (step !== culprit) this.#end(step, 'blocked', { summary });
    }
  }

  /** One answer of a script; true when the step has ended by it. */
  #take(step: Step, frame: Frame, seconds: number): boolean {
    if (frame.status === 'blocked') {
      this.#end(step, 'blocked', { summary: `${step.summary}: a step it needs failed` });
    } else if (frame.status !== '0') {
      const kind = kindNamed(step.kind);
      const failure = kind.explain?.(frame.text, step.subject) ?? {
        summary: `${step.summary}: ${frame.text.trim()}`,
      };
      this.#end(step, 'failed', failure, seconds);
    } else if (
      step.gate !== undefined &&
      this.#state.get(keyOf(step)) === 'running' &&
      !this.#acted.has(keyOf(step))
    ) {
      this.#acted.add(keyOf(step));
      this.#tellWarnings(step, frame.text);
      this.#options.emit({
        event: 'progress',
        host: step.host,
        instance: step.instance,
        stage: `waiting for ${step.instance}`,
      });
      return false;
    } else if (isConfirmed(step)) {
      this.#confirming.add(keyOf(step));
      this.#tellWarnings(step, frame.text);
      return true;
    } else {
      this.#end(step, 'done', { summary: step.summary }, seconds);
      this.#tellWarnings(step, frame.text);
    }
    this.#dispatch();
    return true;
  }

  /** steps whose script has ended well, and which are done when what they are to be confirmed by is so */
  readonly #confirming = new Set<ResourceKey>();

  /** Waits for what cannot be seen on the step's own host by its script: other members of its broker, its page. */
  async #confirm(step: Step, seconds: number): Promise<void> {
    const began = this.#options.now();
    const failure = await this.#unconfirmed(step);
    // the connection may have been lost meanwhile, and the step have failed by that
    if (this.#state.get(keyOf(step)) !== 'running') return;
    const total = seconds + (this.#options.now() - began) / 1000;
    if (failure === undefined) this.#end(step, 'done', { summary: step.summary }, total);
    else this.#end(step, 'failed', failure, total);
    this.#dispatch();
  }

  async #unconfirmed({ waits = [], host, name, instance = name }: Step): Promise<Failure | undefined> {
    const { emit } = this.#options;
    for (const spec of waits) {
      const wait = waitNamed(spec.kind);
      emit({ event: 'progress', host, instance, stage: wait.stage(instance) });
      const { failure, warning } = await wait.wait(spec, instance, this.#options);
      if (failure !== undefined) return failure;
      if (warning !== undefined) emit({ event: 'diagnostic', severity: 'warning', ...warning, host });
    }
    return undefined;
  }

  /** What a step's script said with `warn` of the prelude. */
  #tellWarnings({ host, instance }: Step, output: string): void {
    for (const [, message = ''] of output.matchAll(/^warning: (.*)$/gm))
      this.#options.emit({
        event: 'diagnostic',
        severity: 'warning',
        code: 'STEP_WARNING',
        message: `${instance ?? host}: ${message}`,
        host,
      });
  }

  /** steps whose act has run and whose gate has not yet answered */
  readonly #acted = new Set<ResourceKey>();

  #end(step: Step, state: 'done' | 'failed' | 'blocked', told: Failure, seconds?: number): void {
    this.#state.set(keyOf(step), state);
    this.#options.emit({
      event: 'step',
      host: step.host,
      instance: step.instance,
      resource: idOf(step),
      action: step.action,
      status: state === 'done' ? 'changed' : state,
      seconds,
      summary: told.summary,
      hint: told.hint,
      log: told.log,
      diff: step.diff,
    });
  }

  #tell(host: string, stage: string, done = false): void {
    this.#options.emit({ event: 'progress', host, stage, ...(done && { done }) });
  }

  /** What an idle host goes on to do: wait for others, or nothing more. */
  #tellRest(host: string): void {
    const waits = this.#steps.some(
      (step) => step.host === host && this.#state.get(keyOf(step)) === 'pending',
    );
    this.#tell(host, waits ? 'waiting for other hosts' : 'done', !waits);
  }

  /**
   * Sends what the batch's steps need on the host; the release is got once for all hosts.
   * @returns the release, where a step needs it
   * @throws NotSent
   */
  async #send(transport: Transport, batch: readonly Step[]): Promise<ReleaseFile | undefined> {
    let release: ReleaseFile | undefined;
    for (const step of batch) {
      if (step.upload === undefined) continue;
      const sent = await this.#sendTo(transport, step.upload).catch((cause: unknown) => {
        throw new NotSent(step, cause);
      });
      release = sent ?? release;
    }
    return release;
  }

  async #sendTo(transport: Transport, upload: Upload): Promise<ReleaseFile | undefined> {
    if (upload.program !== undefined) {
      await sendFile(transport, upload, { ...this.#options, content: upload.program });
      return undefined;
    }
    this.#release ??= this.#options.provideRelease();
    const release = await this.#release;
    const content = { ...release, title: `RocketMQ ${upload.release}` };
    await sendFile(transport, upload, { ...this.#options, content });
    return release;
  }
}

/** Whether a step is done only when something besides its script has been asked. */
function isConfirmed({ waits = [] }: Step): boolean {
  return waits.length > 0;
}

/** What a step needs on its host could not be had, or not be sent there. */
class NotSent extends Error {
  readonly step: Step;

  constructor(step: Step, cause: unknown) {
    super(`${keyOf(step)} was not sent what it needs`, { cause });
    this.step = step;
  }
}

function asFailure(error: unknown): { message: string; hint?: string | undefined } {
  if (error instanceof RmqctlError) return { message: error.message, hint: error.hint };
  throw error;
}
