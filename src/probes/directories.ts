import { sh, type Script } from '../shell/script.ts';
import { parseDf } from './disk-space.ts';
import type { Probe } from './probe.ts';

/** A directory that a deployment writes to. */
export interface WrittenDirectory {
  readonly purpose: 'home' | 'store' | 'logs' | 'state';
  /** absolute; `~` at its beginning is the home directory of whom scripts run as */
  readonly path: string;
  /** of a store, whose it is */
  readonly instance?: string;
}

/** A directory that a deployment writes to, as the host has it. */
export interface FoundPlace extends WrittenDirectory {
  /** the directory itself, or the nearest above it that is there */
  readonly there: string;
  /** yes, no, or file where something else than a directory is in the way */
  readonly writable: string;
  /** as `stat -f` names it: ext2/ext3, xfs, nfs; empty where it did not say */
  readonly type: string;
  /** what tells file systems apart: where it is mounted; empty where df did not answer */
  readonly mount: string;
  /** bytes */
  readonly used: number;
  readonly available: number;
}

/**
 * What is there of directories, and on which file systems.
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

/** The lines of the probe as data; a line that is not understood is passed over. */
function parsePlaces(text: string): FoundPlace[] {
  return text.split('\n').flatMap((line) => {
    const [purpose, instance = '-', path = '', there = '', writable = '', type = '', space = ''] =
      line.split('\t');
    if (!isPurpose(purpose)) return [];
    const { used = 0, available = 0, mount = '' } = parseDf(space) ?? {};
    return [
      {
        purpose,
        path,
        ...(instance === '-' ? {} : { instance }),
        there,
        writable,
        type,
        mount,
        used,
        available,
      },
    ];
  });
}

function isPurpose(word: string | undefined): word is WrittenDirectory['purpose'] {
  return word === 'home' || word === 'store' || word === 'logs' || word === 'state';
}
