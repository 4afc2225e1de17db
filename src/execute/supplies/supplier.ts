import type { Emit } from '../../model/events.ts';
import type { Supply } from '../../resources/resource.ts';
import type { Script } from '../../shell/script.ts';
import type { Transport } from '../../transport/transport.ts';

/** Where something is supplied, and to whom its progress is reported. */
export interface SupplyContext {
  readonly transport: Transport;
  readonly emit: Emit;
  readonly signal?: AbortSignal | undefined;
}

/** One kind of supply. */
export interface Supplier<S extends Supply> {
  readonly kind: S['kind'];
  /**
   * Supplies a host.
   * @returns what the script begins with that needs it, such as variables
   * @throws RmqctlError when it cannot be had, or not be sent; the signal's reason when aborted
   */
  supply(supply: S, context: SupplyContext): Promise<Script | undefined>;
}

/** A supplier whose type has been forgotten: a supply is only ever given to the one that has its kind. */
export type AnySupplier = Supplier<Supply>;
