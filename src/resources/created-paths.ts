import { sh, type Script } from '../shell/script.ts';

/** The host's list of what was made there (hosts/site.ts), a line each: only what it notes is ever undone. */

/** Notes lines, before what they tell of is done; one that is there already is not noted twice. */
export function remember(made: string, notes: readonly string[]): Script {
  if (notes.length === 0) return sh``;
  return sh`
    make_directory ${made} "$(dirname ${made})"
    for line in ${notes}; do noted ${made} "$line" || echo "$line" >>${made}; done`;
}

/** Takes lines out, once what they tell of is undone. */
export function forget(made: string, notes: readonly string[]): Script {
  if (notes.length === 0) return sh``;
  return sh`for line in ${notes}; do forget ${made} "$line"; done`;
}
