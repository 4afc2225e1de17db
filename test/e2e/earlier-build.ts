import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../bed/run.ts';

/** Builds of rmqctl as it was: what clusters that run today were deployed with. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = process.env['RMQCTL_EARLIER_DIR'] ?? join(tmpdir(), 'rmqctl-earlier');

/**
 * The program of a commit, built from this repository's history by that commit's own lock file; kept for the next run.
 * @returns the path of its bin/rmqctl.js
 * @throws Error if the history does not have the commit, or it cannot be built
 */
export async function earlierBuild(commit: string): Promise<string> {
  const home = join(CACHE, commit);
  const bin = join(home, 'bin', 'rmqctl.js');
  if (await exists(bin)) return bin;
  if ((await run(['git', '-C', ROOT, 'cat-file', '-e', `${commit}^{commit}`])).code !== 0)
    throw new Error(
      `commit ${commit}, of which clusters are deployed here, is not in this clone: it is shallow, or was made without git; get it by \`git fetch --unshallow\``,
    );
  await mkdir(CACHE, { recursive: true });
  const fresh = await mkdtemp(join(CACHE, `${commit}-`));
  try {
    const archive = join(fresh, 'source.tar');
    await must(['git', '-C', ROOT, 'archive', '-o', archive, commit]);
    await must(['tar', '-xf', archive, '-C', fresh]);
    await must(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], fresh);
    await must(['npm', 'run', '--silent', 'build'], fresh, { RMQCTL_COMMIT: commit });
    await rename(fresh, home).catch(async (error: unknown) => {
      // another run was faster
      if (!(await exists(bin))) throw error;
    });
    return bin;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function must(
  argv: readonly [string, ...string[]],
  cwd = ROOT,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { code, stdout, stderr } = await run(argv, {
    cwd,
    env: { ...process.env, ...env },
    timeout: 300_000,
  });
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
}
