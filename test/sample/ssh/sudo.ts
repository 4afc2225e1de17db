import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a stand-in for sudo does, in sudo's own words where they matter. */
export type SudoBehaviour =
  | 'free' // runs the command without a password
  | 'forbidden' // the user is not in the sudoers file
  | 'requiretty' // as old CentOS: no terminal, no sudo
  | 'absent'
  | { readonly password: string };

/**
 * Writes `sudo` and `id` into a directory that goes first in PATH. Below this sudo, FAKE_ROOT is 1 and `id -u` is 0,
 * so that tests see who runs what, whoever runs the tests. Each attempt with a password is a line in `sudo.log`.
 * @returns the directory
 */
export async function installSudo(directory: string, behaviour: SudoBehaviour): Promise<string> {
  await mkdir(directory, { recursive: true });
  await program(
    join(directory, 'id'),
    'if [ "$1" = -u ]; then echo "${FAKE_UID:-1000}"; else exec /usr/bin/id "$@"; fi',
  );
  await program(join(directory, 'sudo'), sudo(behaviour, join(directory, 'sudo.log')));
  return directory;
}

async function program(path: string, body: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
}

function sudo(behaviour: SudoBehaviour, log: string): string {
  if (behaviour === 'absent') return 'echo "sh: 1: sudo: not found" >&2; exit 127';
  if (behaviour === 'forbidden') return 'echo "tester is not in the sudoers file." >&2; exit 1';
  if (behaviour === 'requiretty') return 'echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1';
  const run = 'FAKE_ROOT=1 FAKE_UID=0 exec "$@"';
  const options = `
stdin= ; ask=yes
while [ $# -gt 0 ]; do
  case $1 in
    -n) ask= ;; -S) stdin=1 ;; -p) shift ;; -k|-H) ;; --) shift; break ;; *) break ;;
  esac
  shift
done`;
  if (behaviour === 'free') return `${options}\n${run}`;
  // Like sudo: three attempts, each a line of standard input, read byte by byte.
  return `${options}
[ -n "$ask" ] || { echo "sudo: a password is required" >&2; exit 1; }
for attempt in 1 2 3; do
  IFS= read -r given || { echo "sudo: no password was provided" >&2; exit 1; }
  echo "$given" >> '${log}'
  [ "$given" = '${behaviour.password}' ] && ${run}
  echo "Sorry, try again." >&2
done
echo "sudo: 3 incorrect password attempts" >&2; exit 1`;
}
