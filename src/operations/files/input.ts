import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { problem } from '../../diagnostics/problem.ts';
import { messageOf } from '../../errors.ts';
import type { Environment } from '../../std/environment.ts';
import { codeOf } from '../../std/errno.ts';

const causeOf = (error: unknown): string => {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'EACCES') return 'permission denied';
  return messageOf(error);
};

interface InputSource {
  readonly stdin: Readable;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/**
 * The text of a file (UTF-8), or of standard input for '-'.
 * @throws RmqctlError INVENTORY_UNREADABLE (exit 3); AbortError when the signal is aborted while standard input is read
 */
export async function readInput(file: string, { stdin, cwd, signal }: InputSource): Promise<string> {
  if (file === '-') return text(addAbortSignal(signal, stdin));
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw problem('INVENTORY_UNREADABLE', { file, cause: causeOf(error) }, { cause: error });
  }
}

/** Far more than a secret has: no device or log is read to its end. */
const MAX_SECRET_BYTES = 1024 * 1024;

/**
 * The text of a file that holds a secret.
 * @throws Error whose message is the reason in words
 */
export function readSecretFile(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > MAX_SECRET_BYTES) throw new Error('it is too large for a secret');
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(causeOf(error), { cause: error });
  }
}

/** Reads each input once: standard input cannot be read again, and a file is used as it was when it was checked. */
export function readOnce(read: (file: string) => Promise<string>): (file: string) => Promise<string> {
  const texts = new Map<string, Promise<string>>();
  return (file) => {
    const known = texts.get(file) ?? read(file);
    texts.set(file, known);
    return known;
  };
}

/**
 * The directory for files kept between runs: RMQCTL_CACHE_DIR, else rmqctl below XDG_CACHE_HOME, else ~/.cache/rmqctl
 * (XDG Base Directory Specification: a relative XDG_CACHE_HOME is ignored).
 */
export function cacheDirectory(env: Environment): string {
  const own = env['RMQCTL_CACHE_DIR'];
  if (own !== undefined && own !== '') return resolve(own);
  const xdg = env['XDG_CACHE_HOME'];
  const base = xdg?.startsWith('/') === true ? xdg : join(env['HOME'] ?? homedir(), '.cache');
  return join(base, 'rmqctl');
}
