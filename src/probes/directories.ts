import { sh, type Script } from '../shell/script.ts';
import { parseDf } from './disk-space.ts';
import type { Probe } from './probe.ts';

const PURPOSES = ['home', 'store', 'logs', 'state'] as const;

/** A directory that a deployment writes to. */
export interface WrittenDirectory {
  readonly purpose: (typeof PURPOSES)[number];
  /** absolute; `~` at its beginning is the home directory of the user that scripts run as */
  readonly path: string;
  /** the owner of a store */
  readonly instance?: string;
}

/** A directory that a deployment writes to, as the host has it. */
export interface FoundPlace extends WrittenDirectory {
  /** the directory itself, or the nearest above it that is there */
  readonly there: string;
  /** yes, no, or file if something else than a directory is in the way */
  readonly writable: string;
  /** as `stat -f` names it: ext2/ext3, xfs, nfs; empty if unknown */
  readonly type: string;
  /** mount point, which distinguishes file systems; empty if df did not answer */
  readonly mount: string;
  /** bytes */
  readonly used: number;
  readonly available: number;
}

/**
 * Observes directories and their file systems.
 * @param places calls the shell function `place PURPOSE PATH INSTANCE` for each of them
 */
export function directories(places: Script): Probe<readonly FoundPlace[]> {
  const script = sh`
    place() {
      there=$2
      while [ ! -e "$there" ] && [ "$there" != / ]; do there=\${there%/*}; there=\${there:-/}; done
      writable=no
      [ ! -w "$there" ] || writable=yes
      [ -d "$there" ] || writable=file
      # a network file system whose server is gone answers never
      type=$(timeout 5 stat -f -c %T "$there" 2>/dev/null)
      space=$(timeout 5 df -P -k "$there" 2>/dev/null | tail -n 1)
      printf '%s\t' "$1" "$3" "$2" "$there" "$writable" "$type"
      printf '%s\n' "$space"
    }
    ${places}`;
  return { id: 'directories', script, parse: parsePlaces };
}

function parsePlaces(text: string): FoundPlace[] {
  return text.split('\n').flatMap((line) => {
    const [purpose, instance = '-', path = '', there = '', writable = '', type = '', space = ''] =
      line.split('\t');
    const known = PURPOSES.find((each) => each === purpose);
    if (known === undefined) return [];
    const { used = 0, available = 0, mount = '' } = parseDf(space) ?? {};
    const owner = instance === '-' ? {} : { instance };
    return [{ purpose: known, path, ...owner, there, writable, type, mount, used, available }];
  });
}
