import type { Duplex } from 'node:stream';
import { RmqctlError } from '../../errors.ts';
import { RemotingConnection } from './connection.ts';
import { notConnected, type Peer } from './faults.ts';

/**
 * Opens a stream to the peer: a TCP socket, an SSH `direct-tcpip` channel, anything that carries bytes both ways.
 * @param signal aborted when nobody waits for the stream any more
 */
export type Dial = (signal: AbortSignal) => Promise<Duplex>;

/** One attempt to open a stream, shared by all requests that wait for it and given up when none does. */
export class Dialing {
  readonly #abandon = new AbortController();
  readonly #connection: Promise<RemotingConnection>;
  #waiters = 0;

  constructor(dial: Dial, peer: Peer) {
    this.#connection = this.#open(dial, peer);
    // Those who wait get the rejection; nobody may be waiting any more.
    this.#connection.catch(() => undefined);
  }

  get abandoned(): boolean {
    return this.#abandon.signal.aborted;
  }

  /** @throws RmqctlError REMOTING_CONNECT, or the dialer's own RmqctlError */
  async wait(signal: AbortSignal): Promise<RemotingConnection> {
    this.#waiters += 1;
    const leave = (): void => {
      this.#waiters -= 1;
      if (this.#waiters === 0) this.#abandon.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await this.#connection;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  async #open(dial: Dial, peer: Peer): Promise<RemotingConnection> {
    const stream = await dial(this.#abandon.signal).catch((error: unknown) => {
      throw error instanceof RmqctlError ? error : notConnected(peer, error);
    });
    const connection = new RemotingConnection(stream, peer);
    if (this.abandoned) connection.end(notConnected(peer, 'it took too long'));
    return connection;
  }
}
