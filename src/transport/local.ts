import { type ChildProcess, spawn } from 'node:child_process';
import { type Socket, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { ExitCode, RmqctlError } from '../errors.ts';
import { dialFailed } from './ssh/ssh-errors.ts';
import type { ExitStatus, RunningProcess } from './process.ts';
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
  readonly #running = new Set<ChildProcess>();

  constructor(host: string, options: ConnectOptions) {
    this.host = host;
    this.#options = options;
  }

  start(words: readonly string[]): Promise<RunningProcess> {
    // By a shell, as SSH does it: a command that is not there is exit status 127, not another kind of error.
    const args = ['-c', 'exec "$@"', 'sh', ...words];
    // detached: a process group (and session) of its own, so that Ctrl-C in the terminal does not reach it
    const child = spawn('sh', args, {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...this.#options.env },
    });
    this.#running.add(child);
    const ended = new Promise<ExitStatus>((resolve, reject) => {
      child.once('error', (error) => reject(startFailed(this.host, error)));
      child.once('close', (code, signal) => resolve(signal === null ? { code } : { code, signal }));
    }).finally(() => this.#running.delete(child));
    const { stdin, stdout, stderr } = child;
    return Promise.resolve({ stdin, stdout, stderr, ended, kill: () => killGroup(child) });
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
    for (const child of this.#running) killGroup(child);
  }
}

function killGroup(child: ChildProcess): void {
  // Once it has ended its number may be another's.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // already gone, or root's by sudo: closing its streams is all that is left
  }
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function startFailed(host: string, cause: Error): RmqctlError {
  return new RmqctlError('EXEC_FAILED', `${host}: cannot start a shell: ${cause.message}`, {
    hint: 'this machine has no sh in its PATH, or no more processes: look at ulimit -u',
    host,
    cause,
    exit: ExitCode.connect,
  });
}
