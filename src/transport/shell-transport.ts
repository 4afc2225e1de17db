import type { Duplex, Readable } from 'node:stream';
import type { Argv } from '../shell/command.ts';
import type { RunningProcess } from '../shell/local-process.ts';
import type { Script } from '../shell/script.ts';
import { type Elevation, NO_ELEVATION, elevate } from './become.ts';
import { type Feed, collect } from './process.ts';
import type { ExecResult, RunOptions, Transport } from './transport.ts';

/** What differs between this machine and one behind SSH. */
export interface Machine {
  readonly host: string;
  /** Starts a command, given as its words, as the login user. */
  start(words: readonly string[], options?: Pick<RunOptions, 'atOnce'>): Promise<RunningProcess>;
  dial(address: string, port: number): Promise<Duplex>;
  close(): Promise<void>;
}

export interface ShellOptions {
  readonly become: boolean;
  readonly password?: (() => Promise<string>) | undefined;
}

/** The contract of a Transport over any Machine: scripts and pipes, as root where asked. */
export class ShellTransport implements Transport {
  readonly host: string;
  readonly #machine: Machine;
  readonly #options: ShellOptions;
  #elevation: Promise<Elevation> | undefined;

  constructor(machine: Machine, options: ShellOptions) {
    this.host = machine.host;
    this.#machine = machine;
    this.#options = options;
  }

  async run(script: Script, options: RunOptions = {}): Promise<ExecResult> {
    const { wrap, head } = await this.#elevate();
    // The plain word `sh` means the same to every login shell: sh, bash, dash, fish, csh.
    const feed = { head: head + ensureNewline(script.text), keep: options.keepInput };
    return this.#exec(wrap(['sh']), feed, options);
  }

  async pipe(command: Argv, input: Readable, options: RunOptions = {}): Promise<ExecResult> {
    // until the command runs nobody reads it, but it may fail; what reads it then asks whether it has
    input.on('error', () => undefined);
    const { wrap, head } = await this.#elevate();
    return this.#exec(wrap(words(command)), { head, input }, options);
  }

  dial(address: string, port: number): Promise<Duplex> {
    return this.#machine.dial(address, port);
  }

  close(): Promise<void> {
    return this.#machine.close();
  }

  async #exec(command: readonly string[], feed: Feed, options: RunOptions): Promise<ExecResult> {
    options.signal?.throwIfAborted();
    return collect(await this.#machine.start(command, options), feed, { ...options, host: this.host });
  }

  /** Found out once a host: sudo's answer does not change while a run lasts, and a wrong password is not tried again. */
  #elevate(): Promise<Elevation> {
    if (!this.#options.become) return Promise.resolve(NO_ELEVATION);
    this.#elevation ??= elevate({
      host: this.host,
      exec: (command, input) => this.#exec(command, { head: input }, {}),
      password: this.#options.password,
    });
    return this.#elevation;
  }
}

function words({ argv, env = {} }: Argv): string[] {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return assignments.length === 0 ? [...argv] : ['env', ...assignments, ...argv];
}

function ensureNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
