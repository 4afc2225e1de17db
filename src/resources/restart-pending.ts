import { sh, type Script } from '../shell/script.ts';

/**
 * Makes files that say "this instance must be restarted", before one of its inputs is replaced: a run killed between a
 * file and its restart still restarts the next time (design: restarts by digest). A service removes its mark once started.
 * @param marks absolute paths
 */
export function touchMarks(marks: readonly string[]): Script {
  if (marks.length === 0) return sh``;
  return sh`for mark_file in ${marks}; do mkdir -p "\${mark_file%/*}"; : >"$mark_file"; done`;
}
