/** The door to programs on this machine, by zx. */
import type { Readable, Writable } from 'node:stream';
import type { Options, ProcessPromise } from 'zx/core';
import { quote } from './quote.ts';

/** How a process ended: its exit status, or the signal that ended it. */
export interface ExitStatus {
  /** null when a signal ended it */
  readonly code: number | null;
  readonly signal?: string;
}

/** A started process, on this machine or behind an SSH channel: the three streams, its end, and a way to end it. */
export interface RunningProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once the process has ended and its output was handed over; rejects when it cannot start, or its connection breaks. */
  readonly ended: Promise<ExitStatus>;
  /** Ends the process, as far as the other side allows, and stops waiting for it. */
  kill(): void;
}

export interface LocalOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** What a shell ends with when there is no such program. */
export const NO_SUCH_PROGRAM = 127;

/**
 * Starts a program of PATH in a process group (and session) of its own, so that Ctrl-C in the terminal does not reach it.
 * @param words the program and its arguments; one that is not there ends with {@link NO_SUCH_PROGRAM}
 */
export async function startLocal(words: readonly string[], options: LocalOptions): Promise<RunningProcess> {
  const { run } = await start(words, { ...options, stdio: 'pipe' });
  const { stdin, stdout, stderr } = run;
  return { stdin, stdout, stderr, ended: statusOf(run), kill: () => killGroup(run) };
}

/** Starts a program of PATH that has no streams and may outlive this process. @returns how it ended, where this process lives as long */
export async function launch(words: readonly string[], options: LocalOptions): Promise<ExitStatus> {
  const { run } = await start(words, { ...options, stdio: 'ignore' });
  run.child?.unref();
  return await statusOf(run);
}

async function start(
  words: readonly string[],
  { env, cwd, stdio }: LocalOptions & Pick<Options, 'stdio'>,
): Promise<{ run: ProcessPromise }> {
  // loaded here: most runs start no program; without the extras of zx, which are most of it
  const { $ } = await import('zx/core');
  const program = $({
    env: { ...env },
    stdio,
    detached: true,
    nothrow: true,
    shell: true,
    prefix: 'exec ',
    postfix: '',
    quote,
    quiet: true,
    verbose: false,
    preferLocal: false,
    ...(cwd === undefined ? {} : { cwd }),
    store: {
      stdout: unkept(),
      stderr: unkept(),
      stdall: unkept(),
    },
  });
  return { run: program`${words}` }; // as it is: a promise that is returned is awaited
}

/** Where zx would keep all output: a log may be followed for hours. */
function unkept(): Buffer[] {
  return Object.assign([], { push: () => 0 });
}

async function statusOf(run: ProcessPromise): Promise<ExitStatus> {
  const { exitCode: code, signal, cause } = await run;
  if (cause !== null && cause !== undefined) throw cause;
  return signal === null ? { code } : { code: null, signal };
}

/** zx would ask `ps` for what to end, which not every machine has, and end it later. */
function killGroup({ child, pid }: ProcessPromise): void {
  // Once it has ended its number may be another's.
  if (child === undefined || pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // already gone, or root's by sudo: closing its streams is all that is left
  }
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.stderr?.destroy();
}
