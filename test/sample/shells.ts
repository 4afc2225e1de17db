import { spawnSync } from 'node:child_process';
import type { Script } from '../../src/shell/script.ts';

/** The shells that hosts have as `sh`: Debian's dash, and bash by its POSIX name. */
export const SHELLS = ['sh', 'bash'] as const;
export type Shell = (typeof SHELLS)[number];

export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script as hosts do, read from standard input by a real shell. */
export function runIn(
  shell: Shell,
  script: Script | string,
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): RunResult {
  const { status, stdout, stderr, error } = spawnSync(shell, ['-s'], {
    input: typeof script === 'string' ? script : script.text,
    encoding: 'utf8',
    env: options.env ?? process.env,
    cwd: options.cwd,
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}
