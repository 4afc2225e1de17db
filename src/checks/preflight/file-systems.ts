import { sh, type Script } from '../../shell/script.ts';
import type { PlannedHost } from './check.ts';
import { eachPlace, type WrittenDirectory } from './places.ts';

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

/** Reads, for every directory that a deployment writes to, what is there and on which file system. One line each. */
export function placesProbe(subject: PlannedHost): Script {
  return sh`
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
    ${eachPlace(subject)}`;
}

/** The lines of the probe as data; a line that is not understood is passed over. */
export function parsePlaces(text: string): FoundPlace[] {
  return text.split('\n').flatMap((line) => {
    const [purpose, instance = '-', path = '', there = '', writable = '', type = '', space = ''] =
      line.split('\t');
    if (!isPurpose(purpose)) return [];
    // device, blocks, used, available, percent, mount point; the device may hold blanks
    const [, used = 0, available = 0, mount = ''] = /\s(\d+)\s+(\d+)\s+\d+%\s+(\S.*)$/.exec(space) ?? [];
    return [
      {
        purpose,
        path,
        ...(instance === '-' ? {} : { instance }),
        there,
        writable,
        type,
        mount,
        used: Number(used) * 1024,
        available: Number(available) * 1024,
      },
    ];
  });
}

function isPurpose(word: string | undefined): word is WrittenDirectory['purpose'] {
  return word === 'home' || word === 'store' || word === 'logs' || word === 'state';
}
