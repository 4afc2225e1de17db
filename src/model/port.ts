/** A port an instance listens on. */
export interface Port {
  readonly port: number;
  /** what speaks there, in a few words: "remoting", "replication" */
  readonly purpose: string;
}

/** Purpose of a broker's main port. */
export const REMOTING = 'remoting';

/** Purpose of the port beside it, which clients with a separate channel dial (4.x and later). */
export const FAST_REMOTING = 'fast remoting';

/** Purpose of the port from which a broker's master sends its commit log (HAService). */
export const REPLICATION = 'replication';

/** The port from which a broker's master sends its commit log; undefined if the instance is no broker. */
export function replicationPort({ ports }: { readonly ports: readonly Port[] }): number | undefined {
  return ports.find(({ purpose }) => purpose === REPLICATION)?.port;
}
