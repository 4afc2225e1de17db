import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readProperties } from '../../src/rocketmq/configuration/properties-text.ts';
import { rmqctl, type Outcome } from './world.ts';

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

/** What `render` wrote for all hosts, by the questions that tests ask of it; paths begin with the host's name. */
export class RenderedTree {
  readonly #files: ReadonlyMap<string, string>;

  constructor({ files }: Pick<Rendered, 'files'>) {
    this.#files = files;
  }

  get paths(): readonly string[] {
    return [...this.#files.keys()];
  }

  get hosts(): readonly string[] {
    return [...new Set(this.paths.map((path) => path.slice(0, path.indexOf('/'))))];
  }

  /** @throws Error when no such file was rendered */
  text(path: string): string {
    const found = this.#files.get(path);
    if (found === undefined) throw new Error(`${path} is not rendered, but ${this.paths.join(', ')}`);
    return found;
  }

  lines(path: string): string[] {
    return this.text(path).trimEnd().split('\n');
  }

  properties(path: string): Record<string, string> {
    return Object.fromEntries(readProperties(this.text(path)));
  }

  /** What a host is told to run. */
  commands(host: string): string {
    return this.text(`${host}/commands.sh`);
  }

  /** The ports that the commands of a host open to everyone. */
  openedPorts(host: string): number[] {
    return [...this.commands(host).matchAll(/--add-port (\d+)\/tcp/g)].map(([, port]) => Number(port));
  }

  /** The directories that they make for a user who owns them. */
  madeDirectories(host: string, owner = 'rocketmq'): string[] {
    const made = new RegExp(`^install -d -m 7\\d\\d -o ${owner} -g ${owner} (\\S+)$`, 'gm');
    return [...this.commands(host).matchAll(made)].map(([, path]) => path!);
  }

  /** The units that they start, in this order. */
  startedUnits(host: string): string[] {
    return [...this.commands(host).matchAll(/^systemctl enable --now (\S+)\.service$/gm)].map(
      ([, unit]) => unit!,
    );
  }
}

/** An example, rendered. */
export async function renderedExample(name: string): Promise<RenderedTree & Pick<Rendered, 'out' | 'modes'>> {
  const { out, modes, ...rendered } = await render(exampleFile(name));
  return Object.assign(new RenderedTree(rendered), { out, modes });
}
