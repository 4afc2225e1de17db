/** The one door to the diff package: a file's change as a unified diff. */
import { structuredPatch } from 'diff';
import type { Palette } from './colour.ts';
import type { FileDiff } from './events.ts';

const CONTEXT_LINES = 3;

const paintLine = (line: string, palette: Palette): string => {
  if (line.startsWith('+')) return palette.good(line);
  if (line.startsWith('-')) return palette.bad(line);
  return line.startsWith('\\') ? palette.faint(line) : line;
};

/**
 * A unified diff of a file's text, one string a line; empty where nothing differs.
 * What must stay secret has been masked by whoever made the texts.
 */
export function unifiedDiff({ path, before, after }: FileDiff, palette: Palette): readonly string[] {
  if (before === after) return [];
  const patch = structuredPatch(path, path, before, after, undefined, undefined, { context: CONTEXT_LINES });
  const header = [`--- ${before === '' ? '/dev/null' : path}`, `+++ ${after === '' ? '/dev/null' : path}`];
  const hunks = patch.hunks.flatMap((hunk) => [
    palette.info(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`),
    ...hunk.lines.map((line) => paintLine(line, palette)),
  ]);
  return [...header.map(palette.strong), ...hunks];
}
