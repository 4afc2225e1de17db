import { keyOf, type ResourceAddress, type ResourceKey } from '../model/resource-address.ts';

/** Of a step, what decides when it runs. */
export interface Scheduled extends ResourceAddress {
  readonly needs: readonly ResourceKey[];
  /** something is awaited after its script has ended */
  readonly waits?: readonly unknown[] | undefined;
}

export type State = 'pending' | 'running' | 'done' | 'failed' | 'blocked';

/** Which steps of a plan are ready, as others end. Knows no clock and no host; in the order of the plan throughout. */
export class Schedule<S extends Scheduled> {
  readonly #steps: ReadonlyMap<ResourceKey, S>;
  readonly #hosts: ReadonlyMap<string, readonly ResourceKey[]>;
  readonly #states: Map<ResourceKey, State>;
  /** something may be blocked that was not when it was last asked */
  #hasLosses = true;

  /** @param steps ordered by their needs; what is needed and not among them can never be had */
  constructor(steps: readonly S[]) {
    this.#steps = new Map(steps.map((step) => [keyOf(step), step]));
    this.#states = new Map([...this.#steps.keys()].map((key) => [key, 'pending']));
    const hosts = new Map<string, ResourceKey[]>(steps.map(({ host }) => [host, []]));
    for (const [key, { host }] of this.#steps) hosts.get(host)?.push(key);
    this.#hosts = hosts;
  }

  get hosts(): Iterable<string> {
    return this.#hosts.keys();
  }

  /** The host's steps that can run by one script now: their needs are done, or come before them in it. They count as running. */
  take(host: string): S[] {
    const earlier = new Set<ResourceKey>();
    const taken = (this.#hosts.get(host) ?? []).filter((key) => {
      if (this.#states.get(key) !== 'pending') return false;
      const { needs, waits = [] } = this.#steps.get(key)!;
      const isReady = needs.every((need) => earlier.has(need) || this.#states.get(need) === 'done');
      // what is awaited after its script ends cannot be relied on in the same script
      if (isReady && waits.length === 0) earlier.add(key);
      return isReady;
    });
    for (const key of taken) this.#states.set(key, 'running');
    return taken.map((key) => this.#steps.get(key)!);
  }

  end(step: S, state: 'done' | 'failed' | 'blocked'): void {
    this.#states.set(keyOf(step), state);
    this.#hasLosses ||= state !== 'done';
  }

  /** The pending steps that need one which failed, is blocked or is not in the plan: the culprit. They count as blocked. */
  block(): { step: S; culprit: ResourceKey }[] {
    if (!this.#hasLosses) return [];
    this.#hasLosses = false;
    const blocked: { step: S; culprit: ResourceKey }[] = [];
    for (const [key, step] of this.#steps) {
      if (this.#states.get(key) !== 'pending') continue;
      const culprit = step.needs.find((need) => this.#isLost(need));
      if (culprit === undefined) continue;
      this.#states.set(key, 'blocked');
      blocked.push({ step, culprit });
    }
    return blocked;
  }

  #isLost(key: ResourceKey): boolean {
    const state = this.#states.get(key);
    return state === undefined || state === 'failed' || state === 'blocked';
  }

  hasPending(host: string): boolean {
    return this.#hosts.get(host)?.some((key) => this.#states.get(key) === 'pending') === true;
  }

  /** The keys of all steps that are not done. */
  get unfinished(): ReadonlySet<ResourceKey> {
    return new Set([...this.#states].filter(([, state]) => state !== 'done').map(([key]) => key));
  }
}
