/** A client of one RocketMQ name server, broker or controller, over any duplex stream. */

import { laterRequest, type LaterRequest, requestName, ResponseCode } from './wire/codes.ts';
import type { RemotingCommand } from './wire/command.ts';
import { type Dial, Dialing, type RemotingConnection } from './connection.ts';
import { closed, type Peer, requestTimedOut, unsupported } from './faults.ts';
import { releaseOfAnswer, versionOrdinal } from './wire/version.ts';
import { setMaxListeners } from 'node:events';

/** What RocketMQ's own clients wait by default. */
const DEFAULT_TIMEOUT_MS = 3000;
const MAX_INT32 = 0x7fff_ffff;

export interface RemotingOptions extends Peer {
  readonly dial: Dial;
  /** the release that requests name as their own, `4.9.4`; what the peer runs is learnt from its answers */
  readonly release: string;
  /** the release that the peer is known to run already */
  readonly peerRelease?: string | undefined;
  /** for requests that say nothing else, in ms; default 3000 */
  readonly timeoutMs?: number | undefined;
}

export interface RemotingRequest {
  /** a value of `RequestCode` */
  readonly code: number;
  readonly extFields?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface CallOptions {
  /** for the whole of it, connecting included, in ms */
  readonly timeoutMs?: number | undefined;
  /** ends the wait with the signal's reason */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Any number of requests may be under way at once; answers find theirs by number, in any order. The stream is opened by
 * the first request, and again by the next one after it broke. An open stream keeps the process alive until `close`.
 */
export class RemotingClient {
  readonly peer: string;
  readonly host: string | undefined;
  readonly #dial: Dial;
  readonly #timeoutMs: number;
  readonly #version: number;
  readonly #closing = new AbortController();
  #dialing: Dialing | undefined;
  #connection: RemotingConnection | undefined;
  #lastOpaque = 0;
  /** MQVersion ordinal that the peer's last answer on this connection named; 0: none yet */
  #peerVersion: number;

  constructor(options: RemotingOptions) {
    this.peer = options.peer;
    this.host = options.host;
    this.#dial = options.dial;
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#version = versionOrdinal(options.release);
    this.#peerVersion = options.peerRelease === undefined ? 0 : versionOrdinal(options.peerRelease);
  }

  /**
   * Sends a request and gives the response, whatever its code.
   * @throws RmqctlError REMOTING_UNSUPPORTED, REMOTING_CONNECT, REMOTING_TIMEOUT, REMOTING_CLOSED or
   *   REMOTING_MALFORMED; the signal's reason when that is aborted
   */
  async request(request: RemotingRequest, options: CallOptions = {}): Promise<RemotingCommand> {
    const name = requestName(request.code);
    const later = laterRequest(request.code);
    options.signal?.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
    const over = new AbortController();
    const deadline = {
      timeoutMs,
      timeoutError: () => requestTimedOut(this, name, timeoutMs),
      signals: [this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])],
    };
    try {
      const exchange =
        later === undefined
          ? this.#exchange(request, over.signal)
          : this.#exchangeLater(request, later, over.signal);
      return await within(deadline, exchange);
    } finally {
      over.abort();
    }
  }

  /** The release that the peer runs, by its last answer; undefined before the first. */
  get peerRelease(): string | undefined {
    return releaseOfAnswer(this.#peerVersion);
  }

  /** Ends the stream. Requests under way, and later ones, fail with REMOTING_CLOSED. */
  close(): void {
    const reason = closed(this, 'by this program');
    this.#closing.abort(reason);
    this.#connection?.end(reason);
  }

  async #exchange(request: RemotingRequest, over: AbortSignal): Promise<RemotingCommand> {
    const connection = await this.#connect(over);
    over.throwIfAborted();
    const command = {
      code: request.code,
      version: this.#version,
      opaque: this.#nextOpaque(),
      flag: 0,
      remark: null,
      extFields: request.extFields ?? {},
      body: request.body ?? Buffer.alloc(0),
    };
    const response = await connection.exchange(command, over);
    this.#peerVersion = response.version;
    return response;
  }

  /** Asks what only later releases have: not before the peer has said which it runs. */
  async #exchangeLater(
    request: RemotingRequest,
    { since, learnBy }: LaterRequest,
    over: AbortSignal,
  ): Promise<RemotingCommand> {
    await this.#connect(over);
    if (this.#peerVersion === 0) await this.#exchange({ code: learnBy }, over);
    const refuse = (): never => {
      throw unsupported(this, requestName(request.code), { since, release: this.peerRelease });
    };
    if (this.#peerVersion !== 0 && this.#peerVersion < versionOrdinal(since)) refuse();
    const response = await this.#exchange(request, over);
    return response.code === ResponseCode.REQUEST_CODE_NOT_SUPPORTED ? refuse() : response;
  }

  async #connect(over: AbortSignal): Promise<RemotingConnection> {
    if (this.#connection?.usable === true) return this.#connection;
    if (this.#dialing === undefined || this.#dialing.abandoned) {
      this.#dialing = new Dialing(this.#dial, this);
    }
    const dialing = this.#dialing;
    try {
      const connection = await dialing.wait(over);
      if (this.#dialing === dialing) {
        // who answers on a new connection may be another release
        if (this.#connection !== undefined) this.#peerVersion = 0;
        this.#connection = connection;
      }
      return connection;
    } finally {
      if (this.#dialing === dialing) this.#dialing = undefined;
    }
  }

  #nextOpaque(): number {
    this.#lastOpaque = this.#lastOpaque === MAX_INT32 ? 1 : this.#lastOpaque + 1;
    return this.#lastOpaque;
  }
}

export interface Deadline {
  readonly timeoutMs: number;
  /** the error to reject with when the time is over */
  readonly timeoutError: () => Error;
  /** signals that end the wait with their reason */
  readonly signals: readonly AbortSignal[];
}

/**
 * Waits for work, but no longer than a deadline allows. The work itself is not stopped: its outcome, a rejection
 * included, is then ignored.
 */
export async function within<T>(deadline: Deadline, work: Promise<T>): Promise<T> {
  const stopListening: (() => void)[] = [];
  // Every request of a run may listen to one signal, and all stop listening when they are done: no leak to warn of.
  setMaxListeners(0, ...deadline.signals);
  try {
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(deadline.timeoutError()), deadline.timeoutMs);
      stopListening.push(() => clearTimeout(timer));
      for (const signal of deadline.signals) {
        const onAbort = (): void => reject(signal.reason);
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        stopListening.push(() => signal.removeEventListener('abort', onAbort));
      }
      work.then(resolve, reject);
    });
  } finally {
    for (const stop of stopListening) stop();
  }
}
