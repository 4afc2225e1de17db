/** A port an instance listens on. */
export interface Port {
  readonly port: number;
  /** what speaks there, in a few words: "remoting", "replication" */
  readonly purpose: string;
}

/** What is spoken on a broker's main port. */
export const REMOTING = 'remoting';

/** What is spoken on the port beside it, which clients of a channel of their own dial (4.x and later). */
export const FAST_REMOTING = 'fast remoting';

/** What is spoken on the port from which a broker's master sends its commit log (HAService). */
export const REPLICATION = 'replication';

/** The port on which an instance speaks that; undefined if it has none. */
export function portFor({ ports }: { readonly ports: readonly Port[] }, purpose: string): number | undefined {
  return ports.find((one) => one.purpose === purpose)?.port;
}

/** The port from which a broker's master sends its commit log; undefined for what is no broker. */
export function replicationPort(instance: { readonly ports: readonly Port[] }): number | undefined {
  return portFor(instance, REPLICATION);
}
