import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './pages.ts';

/** A directory as a reader of the guide has it before them: the examples of inventories, and `rmqctl` to call. */
export interface Desk {
  readonly shell: { readonly cwd: string; readonly env: Readonly<Record<string, string>> };
  clear(): Promise<void>;
}

export interface DeskOptions {
  /** by name, the shell command that each runs; arguments follow as "$@" */
  readonly programs: Readonly<Record<string, string>>;
  /** more environment */
  readonly env?: Readonly<Record<string, string>>;
  /** files of ~/.ssh by name, each a copy of this one */
  readonly ssh?: Readonly<Record<string, string>>;
}

export async function layDesk({ programs, env = {}, ssh = {} }: DeskOptions): Promise<Desk> {
  const root = await mkdtemp(join(tmpdir(), 'rmqctl-docs-'));
  const [bin, cwd, home] = [join(root, 'bin'), join(root, 'desk'), join(root, 'home')];
  for (const directory of [bin, cwd, join(home, '.ssh')]) await mkdir(directory, { recursive: true });
  await cp(join(PROJECT, 'inventories'), join(cwd, 'inventories'), { recursive: true });
  for (const [name, command] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\nexec ${command} "$@"\n`);
    await chmod(join(bin, name), 0o755);
  }
  for (const [name, file] of Object.entries(ssh)) {
    await cp(file, join(home, '.ssh', name));
    await chmod(join(home, '.ssh', name), 0o600);
  }
  const { PATH } = process.env;
  const shell = {
    cwd,
    env: { PATH: `${bin}:${PATH}`, HOME: home, LC_ALL: 'C.UTF-8', NO_COLOR: '1', ...env },
  };
  return { shell, clear: () => rm(root, { recursive: true, force: true }) };
}
