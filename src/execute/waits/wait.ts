import type { InstanceAddress } from '../../model/instance.ts';
import type { WaitSpec } from '../../model/wait.ts';
import type { Failure } from '../../resources/resource.ts';
import type { Transport } from '../../transport/transport.ts';

/** What a wait asks by. */
export interface WaitContext {
  readonly transports: ReadonlyMap<string, Transport>;
  /** milliseconds */
  readonly now: () => number;
  /** milliseconds after which it is given up */
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a wait ended: well, or with a failure; and what the user should know although it ended well. */
export interface Awaited {
  readonly failure?: Failure | undefined;
  readonly warning?: { readonly code: string; readonly message: string } | undefined;
}

/** One kind of wait: what is shown while it lasts, and how it is waited. B is what it must know of the time before the change. */
export interface Wait<S extends WaitSpec, B = never> {
  readonly kind: S['kind'];
  /** "waiting until broker-a is in sync" */
  stage(instance: string): string;
  /** What can only be seen before the change: asked right before the step's script is sent. */
  before?(spec: S, context: WaitContext): Promise<B | undefined>;
  /**
   * Waits until what is awaited is so, or patience ends.
   * @param before what was seen before the change; undefined if it could not be seen
   * @throws the signal's reason when aborted; RmqctlError when a host is lost
   */
  wait(spec: S, instance: string, context: WaitContext, before: B | undefined): Promise<Awaited>;
}

/** A wait whose type has been forgotten: a spec is only ever given to the one that has its kind. */
export type AnyWait = Wait<WaitSpec, unknown>;

const POLL_MS = 200;

/** Asks again and again until the answer is no failure, or patience ends. @throws the signal's reason when aborted */
export async function poll(
  { now, patience, signal }: WaitContext,
  attempt: () => Promise<Awaited>,
): Promise<Awaited> {
  const until = now() + patience;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await attempt();
    if (answer.failure === undefined || now() >= until) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

export function namesOf(members: readonly InstanceAddress[]): string {
  return members.map(({ instance }) => instance).join(', ');
}
