import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The packages of a shell, with the libraries that Debian does not have anyway. */
const PACKAGES = {
  bash: [],
  zsh: ['zsh', 'zsh-common'],
  fish: ['fish', 'fish-common', 'libpcre2-32-0'],
} as const;

export type ShellName = keyof typeof PACKAGES;

/** The words that stand before a shell's arguments to start it, or why there is none. */
export type Shell = { readonly argv: readonly [string, ...string[]] } | { readonly missing: string };

const spoke = (argv: readonly string[]): boolean =>
  spawnSync(argv[0]!, [...argv.slice(1), '-c', 'true']).status === 0;

/**
 * A shell of this machine; where it has none, Debian's packages of it, unpacked in the cache and laid over /usr in a mount namespace
 * of the shell's own: its modules and functions are found where they were built for, and nothing is installed.
 */
export function shell(name: ShellName): Shell {
  if (spoke([name])) return { argv: [name] };
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rmqctl-tests');
  const usr = join(cache, `${name}-unpacked`);
  const missing = existsSync(usr) ? undefined : unpack(PACKAGES[name], { cache, usr });
  if (missing !== undefined) return { missing };
  const script = 'mount -t overlay overlay -o "lowerdir=$1:/usr" /usr && shift && exec "$@"';
  const argv = ['unshare', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', usr, name] as const;
  return spoke(argv) ? { argv } : { missing: `${name} was fetched, and cannot be laid over /usr here` };
}

function unpack(
  packages: readonly string[],
  { cache, usr }: { readonly cache: string; readonly usr: string },
): string | undefined {
  mkdirSync(cache, { recursive: true });
  const beside = mkdtempSync(join(cache, 'unpacking-'));
  try {
    const said = download(packages, beside);
    if (said !== undefined) return said;
    const root = join(beside, 'root');
    for (const deb of readdirSync(beside).filter((file) => file.endsWith('.deb')))
      spawnSync('dpkg-deb', ['-x', deb, root], { cwd: beside });
    // a package may still have /bin, which is a link to /usr/bin
    if (existsSync(join(root, 'bin'))) cpSync(join(root, 'bin'), join(root, 'usr/bin'), { recursive: true });
    renameSync(join(root, 'usr'), usr);
    return undefined;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** @returns undefined, or why the packages are not to be had */
function download(packages: readonly string[], directory: string): string | undefined {
  const apt = (...words: readonly string[]) =>
    spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=60', ...words], {
      cwd: directory,
      encoding: 'utf8',
      timeout: 120_000,
    });
  if (apt('download', ...packages).status === 0) return undefined;
  apt('update'); // a fresh machine has no lists of packages yet; an ordinary user cannot get them
  const { status, stderr, error } = apt('download', ...packages);
  if (status === 0) return undefined;
  return `apt-get cannot get ${packages.join(', ')}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`;
}
