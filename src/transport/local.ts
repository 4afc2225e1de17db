import { type Socket, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { messageOf } from '../errors.ts';
import { type RunningProcess, startLocal } from '../shell/local-process.ts';
import { connectError, dialFailed } from './ssh/ssh-errors.ts';
import { type Machine, ShellTransport } from './shell-transport.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/** A host of the inventory that is this machine. */
export interface LocalTarget {
  readonly host: string;
  readonly local: true;
  readonly become: boolean;
}

/** This machine, without SSH, with the same behaviour: no terminal, own process group, script on standard input. */
export function openLocal(target: LocalTarget, options: ConnectOptions): Transport {
  const machine = new LocalMachine(target.host, options);
  return new ShellTransport(machine, { become: target.become, password: options.becomePassword });
}

class LocalMachine implements Machine {
  readonly host: string;
  readonly #options: ConnectOptions;
  readonly #running = new Set<RunningProcess>();

  constructor(host: string, options: ConnectOptions) {
    this.host = host;
    this.#options = options;
  }

  async start(words: readonly string[]): Promise<RunningProcess> {
    const started = await startLocal(words, this.#options);
    this.#running.add(started);
    const ended = started.ended
      .catch((error: unknown) => {
        const hint = 'this machine has no sh in its PATH, or no more processes: look at ulimit -u';
        const message = `cannot start a shell: ${messageOf(error)}`;
        throw connectError('EXEC_FAILED', this.host, message, { hint, cause: error });
      })
      .finally(() => this.#running.delete(started));
    return { ...started, ended };
  }

  dial(address: string, port: number): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect({ host: address, port, noDelay: true });
      const fail = (error: Error) => {
        socket.destroy();
        reject(dialFailed(this.host, { address, port, found: error.message, cause: error }));
      };
      const { timeout } = this.#options;
      const timer = setTimeout(() => fail(new Error(`no answer within ${timeout / 1000} s`)), timeout);
      socket.once('close', () => clearTimeout(timer));
      socket.once('error', fail);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', fail);
        resolve(socket);
      });
    });
  }

  async close(): Promise<void> {
    for (const each of this.#running) each.kill();
  }
}
