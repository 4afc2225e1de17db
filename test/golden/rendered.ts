import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rmqctl, type Outcome } from '../cli/helpers.ts';

/** Every example of inventories/, by its name without the ending. */
export const EXAMPLES = readdirSync(new URL('../../inventories/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

export function exampleFile(name: string): string {
  return fileURLToPath(new URL(`../../inventories/${name}.yaml`, import.meta.url));
}

/** Who runs rmqctl in these tests, and the secrets that the examples take from the environment. */
const ENV = {
  HOME: '/home/me',
  USER: 'me',
  PATH: process.env['PATH'],
  OTEL_HEADER: 'authorization:Bearer of-nobody',
};

export interface Rendered extends Outcome {
  /** texts by "<host>/<absolute path without the first slash>" */
  readonly files: ReadonlyMap<string, string>;
  /** permissions in octal */
  readonly modes: ReadonlyMap<string, string>;
}

/** `rmqctl render FILE -o DIR` in this process. */
export async function render(file: string, ...options: readonly string[]): Promise<Rendered> {
  const directory = mkdtempSync(join(tmpdir(), 'rmqctl-render-'));
  try {
    const outcome = await rmqctl(['render', file, '-o', directory, ...options], { env: ENV });
    return { ...outcome, ...readTree(directory) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Every file below a directory. */
export function readTree(directory: string): Pick<Rendered, 'files' | 'modes'> {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const name = (path: string): string => relative(directory, path);
  return {
    files: new Map(paths.map((path) => [name(path), readFileSync(path, 'utf8')])),
    modes: new Map(paths.map((path) => [name(path), (statSync(path).mode & 0o777).toString(8)])),
  };
}
