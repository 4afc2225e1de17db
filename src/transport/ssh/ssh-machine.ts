import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { RmqctlError } from '../../errors.ts';
import type { ExitStatus, RunningProcess } from '../../shell/local-process.ts';
import { commandLine } from '../login-shell.ts';
import type { Machine } from '../shell-transport.ts';
import type { RunOptions } from '../transport.ts';
import { Slots } from './slots.ts';
import type { SshChannel, SshClient } from './ssh2.ts';
import { connectError, connectionLost, dialFailed } from './ssh-errors.ts';

/** sshd's default MaxSessions is 10; two are left for others on the same connection. */
const SESSIONS = 8;
/** Without a byte from the host for this long (milliseconds), answers to pings included, it counts as gone. */
const SILENCE = 30_000;
/** Milliseconds that a host has to take leave. */
const GOODBYE = 1000;
/** Milliseconds that sshd may take to give back the place of a session that has ended (channels.c collects them later). */
const COLLECTED = 2000;
/** Milliseconds until it is asked again. */
const AGAIN = 50;
/** RFC 4254, 5.1: why a channel was not opened */
const ADMINISTRATIVELY_PROHIBITED = 1;

export interface LoggedIn {
  readonly client: SshClient;
  readonly socket: Duplex;
  readonly host: string;
  readonly target: string;
  /** milliseconds to wait for a connection that the host makes for us */
  readonly timeout: number;
}

/** A host at the other end of a logged-in connection. */
export class SshMachine implements Machine {
  readonly host: string;
  readonly #logged: LoggedIn;
  readonly #slots = new Slots(SESSIONS);
  readonly #onLost = new Set<(error: RmqctlError) => void>();
  readonly #closed: Promise<void>;
  #lost: RmqctlError | undefined;
  /** when the last session ended, as performance.now() */
  #lastEnd = -Infinity;

  constructor(logged: LoggedIn) {
    this.host = logged.host;
    this.#logged = logged;
    const { client, socket } = logged;
    const stopWatch = watch(socket, () => {
      this.#lose(`no sign of life for ${SILENCE / 1000} s`);
      client.destroy();
    });
    client.on('error', (error) => this.#lose(error.message, error));
    this.#closed = new Promise((resolve) => {
      client.once('close', () => {
        stopWatch();
        this.#lose('the host closed it');
        resolve();
      });
    });
  }

  /** Calls back once when the connection is gone, at once if it is already. @returns what takes the listener away */
  onLost(listener: (error: RmqctlError) => void): () => void {
    if (this.#lost) listener(this.#lost);
    else this.#onLost.add(listener);
    return () => void this.#onLost.delete(listener);
  }

  async start(words: readonly string[], options: Pick<RunOptions, 'atOnce'> = {}): Promise<RunningProcess> {
    if (options.atOnce && this.#slots.full) throw this.#noSession();
    const release = await this.#slots.take();
    try {
      return await this.#exec(commandLine(words), release);
    } catch (error) {
      const retry = isChannelRefusal(error) && this.#slots.refused();
      release();
      if (retry && options.atOnce) throw this.#noSession(error);
      if (retry) return this.start(words, options);
      if (isChannelRefusal(error) && performance.now() - this.#lastEnd < COLLECTED) {
        await sleep(AGAIN);
        return this.start(words, options);
      }
      if (error instanceof RmqctlError) throw error;
      const hint = 'sshd there must allow this user to run commands, and MaxSessions must not be 0';
      throw connectError('SESSION_REFUSED', this.host, 'sshd refused to run a command', {
        hint,
        cause: error,
      });
    }
  }

  #noSession(cause?: unknown): RmqctlError {
    const hint = 'raise MaxSessions in sshd_config there; 10 is the default';
    return connectError('SESSION_REFUSED', this.host, 'sshd allows no more commands at once (MaxSessions)', {
      hint,
      cause,
    });
  }

  #exec(command: string, release: () => void): Promise<RunningProcess> {
    return this.#ask((resolve, reject) =>
      this.#logged.client.exec(command, (error, channel) => {
        // In the callback itself: the exit status may come in the same packet as the channel.
        if (error) reject(error);
        else resolve(this.#process(channel, release));
      }),
    );
  }

  #process(channel: SshChannel, release: () => void): RunningProcess {
    const ended = new Promise<ExitStatus>((resolve, reject) => {
      const stopListening = this.onLost(reject);
      const errorsRead = new Promise((read) => channel.stderr.once('end', read));
      channel.once('close', (code?: number | null, signal?: string) => {
        stopListening();
        this.#lastEnd = performance.now();
        release();
        void errorsRead.then(() => resolve(signal ? { code: null, signal } : { code: code ?? null }));
      });
    });
    const kill = () => {
      // A command cut off from its input must not take that for the end of it. (OpenSSH passes signals on since 7.9;
      // ssh2 sends none once the input has ended: then only the channel closes.)
      if (!this.#lost) channel.signal('TERM');
      channel.resume().stderr.resume();
      channel.close();
    };
    return { stdin: channel, stdout: channel, stderr: channel.stderr, ended, kill };
  }

  async dial(address: string, port: number): Promise<Duplex> {
    const { client, timeout } = this.#logged;
    try {
      return await this.#ask<Duplex>((resolve, reject) => {
        const found = `no answer within ${timeout / 1000} s`;
        const timer = setTimeout(() => reject(dialFailed(this.host, { address, port, found })), timeout);
        client.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
          clearTimeout(timer);
          if (error) reject(error);
          else resolve(channel);
        });
      });
    } catch (error) {
      if (!isChannelRefusal(error)) throw error;
      const prohibited = error.reason === ADMINISTRATIVELY_PROHIBITED;
      const found = error.message.replace('(SSH) Channel open failure: ', '') || 'refused';
      throw dialFailed(this.host, { address, port, found, prohibited, cause: error });
    }
  }

  async close(): Promise<void> {
    const { client } = this.#logged;
    this.#lose('it was closed');
    client.end();
    // A host that does not answer any more must not keep the program from ending.
    const patience = new AbortController();
    await Promise.race([
      this.#closed,
      sleep(GOODBYE, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    client.destroy();
  }

  /** A request that ends with its callback, or with the connection. */
  #ask<T>(request: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
    let stopListening = () => {};
    const answer = new Promise<T>((resolve, reject) => {
      stopListening = this.onLost(reject);
      if (this.#lost) return;
      try {
        request(resolve, reject);
      } catch (error) {
        // ssh2 throws when the socket has ended and its "close" has not come yet
        this.#lose('the host closed it', error);
      }
    });
    return answer.finally(() => stopListening());
  }

  #lose(found: string, cause?: unknown): void {
    if (this.#lost) return;
    this.#lost = connectionLost(this.host, this.#logged.target, found, cause);
    for (const listener of this.#onLost) listener(this.#lost);
    this.#onLost.clear();
  }
}

/** Calls back when nothing came for SILENCE; every byte counts as life, answers to pings among them. */
function watch(socket: Duplex, onSilence: () => void): () => void {
  let last = performance.now();
  socket.on('data', () => (last = performance.now()));
  const timer = setInterval(() => {
    if (performance.now() - last > SILENCE) onSilence();
  }, SILENCE / 6);
  timer.unref();
  return () => clearInterval(timer);
}

function isChannelRefusal(error: unknown): error is Error & { reason: unknown } {
  return error instanceof Error && 'reason' in error;
}
