/** Absolute paths the inventory names; what is absent depends on whether rmqctl is root on the host (hosts/site.ts). */
export interface PathSpec {
  readonly home?: string;
  readonly store?: string;
  readonly logs?: string;
  /** where rmqctl keeps what it must remember on a host */
  readonly state?: string;
}

/**
 * The directory in which a broker's member keeps its messages: the one the inventory names, else one of its own.
 * @param root where stores are on its host (hosts/site.ts)
 */
export function storeOf(
  { name, store }: { readonly name: string; readonly store?: string | undefined },
  root: string,
): string {
  return store ?? `${root}/${name}`;
}

/** The directory of a store that holds the commit log. */
export function commitLogOf(store: string): string {
  return `${store}/commitlog`;
}
