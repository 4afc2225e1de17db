import type { Duplex } from 'node:stream';
import { decodeCommand, encodeCommand, isResponse, type RemotingCommand } from './wire/command.ts';
import { closed, readFrom, type Peer, notConnected } from './faults.ts';
import { FrameDecoder } from './wire/frame.ts';
import { RmqctlError } from '../../errors.ts';

interface Waiting {
  readonly resolve: (response: RemotingCommand) => void;
  readonly reject: (error: unknown) => void;
}

/** One stream to a server and the requests that wait for an answer on it. */
export class RemotingConnection {
  readonly #stream: Duplex;
  readonly #peer: Peer;
  readonly #decoder = new FrameDecoder();
  readonly #waiting = new Map<number, Waiting>();
  #framesHeard = 0;
  #ending: Error | undefined;
  #retired = false;

  constructor(stream: Duplex, peer: Peer) {
    this.#stream = stream;
    this.#peer = peer;
    stream.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    stream.on('end', () => this.end(closed(peer, 'the other side ended it')));
    stream.on('close', () => this.end(closed(peer, 'the stream ended')));
    stream.on('error', (error: Error) => this.end(closed(peer, error.message, error)));
    if (stream.destroyed) this.end(closed(peer, 'the stream had ended before it was used'));
  }

  /** True if new requests may be sent on it. */
  get usable(): boolean {
    return this.#ending === undefined && !this.#retired;
  }

  /**
   * Sends a request and waits for the response of the same opaque.
   * @param signal its abort ends the wait; a connection on which nothing at all was heard during the wait takes no new
   *   requests after that: its peer may be gone without a word
   * @throws RmqctlError REMOTING_CLOSED or REMOTING_MALFORMED when the stream breaks
   */
  async exchange(request: RemotingCommand, signal: AbortSignal): Promise<RemotingCommand> {
    if (this.#ending !== undefined) throw this.#ending;
    const bytes = encodeCommand(request);
    const heardBefore = this.#framesHeard;
    return new Promise<RemotingCommand>((resolve, reject) => {
      this.#waiting.set(request.opaque, { resolve, reject });
      const onAbort = (): void => {
        if (!this.#waiting.delete(request.opaque)) return;
        if (this.#framesHeard === heardBefore) this.#retired = true;
        this.#endIfDone();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#stream.write(bytes);
    });
  }

  /** Breaks the stream; every waiting request is rejected with the reason. The first reason stays. */
  end(reason: Error): void {
    if (this.#ending !== undefined) return;
    this.#ending = reason;
    this.#stream.destroy();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #receive(chunk: Uint8Array): void {
    if (this.#ending !== undefined) return;
    try {
      readFrom(this.#peer, 'what it sent', () => {
        for (const frame of this.#decoder.push(chunk)) this.#settle(decodeCommand(frame));
      });
    } catch (error) {
      this.end(error instanceof Error ? error : closed(this.#peer, String(error)));
    }
    this.#endIfDone();
  }

  /** Servers push requests of their own (such as NOTIFY_CONSUMER_IDS_CHANGED), and late answers come: both are ignored. */
  #settle(command: RemotingCommand): void {
    this.#framesHeard += 1;
    if (!isResponse(command)) return;
    const waiting = this.#waiting.get(command.opaque);
    this.#waiting.delete(command.opaque);
    waiting?.resolve(command);
  }

  #endIfDone(): void {
    if (this.#retired && this.#waiting.size === 0) this.end(closed(this.#peer, 'it had fallen silent'));
  }
}

/**
 * Opens a stream to the peer: a TCP socket, an SSH `direct-tcpip` channel, anything that carries bytes both ways.
 * @param signal aborted when no request waits for the stream any more
 */
export type Dial = (signal: AbortSignal) => Promise<Duplex>;

/** One attempt to open a stream, shared by all requests that wait for it and given up when none does. */
export class Dialing {
  readonly #abandon = new AbortController();
  readonly #connection: Promise<RemotingConnection>;
  #waiters = 0;

  constructor(dial: Dial, peer: Peer) {
    this.#connection = this.#open(dial, peer);
    // waiting requests get the rejection; there may be none left
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
