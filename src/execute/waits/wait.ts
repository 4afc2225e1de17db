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

/** One kind of wait: what is shown while it lasts, and how it is waited. */
export interface Wait<S extends WaitSpec> {
  readonly kind: S['kind'];
  /** "waiting until broker-a is in sync" */
  stage(instance: string): string;
  /**
   * Waits until what is awaited is so, or patience ends.
   * @throws the signal's reason when aborted; RmqctlError when a host is lost
   */
  wait(spec: S, instance: string, context: WaitContext): Promise<Awaited>;
}

/** A wait whose type has been forgotten: a spec is only ever given to the one that has its kind. */
export type AnyWait = Wait<WaitSpec>;
