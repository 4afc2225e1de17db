import { spawn } from 'node:child_process';

/** What a process said and how it ended; `code` is 128 + the signal's number where a signal ended it. */
export type Result = { readonly stdout: string; readonly stderr: string; readonly code: number };

export type RunOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  /** Milliseconds after which the process and its children are killed and the promise is rejected. */
  readonly timeout?: number;
};

const SIGNALS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/**
 * Runs a local process to its end, whatever its exit code.
 * @throws Error when it cannot be started or the timeout passed (with what it had said by then)
 */
export function run(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<Result> {
  const [file, ...args] = argv;
  const timeout = options.timeout ?? 60_000;
  return new Promise((resolve, reject) => {
    // A process group of its own, so that the timeout ends its children too: they would keep the pipes open.
    const child = spawn(file, args, { cwd: options.cwd, env: options.env ?? process.env, detached: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const said = () => ({
      stdout: Buffer.concat(stdout).toString(),
      stderr: Buffer.concat(stderr).toString(),
    });
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      const { stdout: out, stderr: err } = said();
      reject(new Error(`${argv.join(' ')}: not done after ${timeout} ms\n${out}${err}`));
    }, timeout);
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ ...said(), code: code ?? 128 + (SIGNALS[signal ?? ''] ?? 0) });
    });
    child.stdin.on('error', () => undefined); // it may end without having read all
    child.stdin.end(options.stdin ?? '');
  });
}
