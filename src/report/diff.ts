import { structuredPatch } from 'diff';
import type { Palette } from './colour.ts';
import type { FileDiff } from '../model/events.ts';
import { printable } from './units.ts';

const CONTEXT_LINES = 3;

const paintLine = (line: string, palette: Palette): string => {
  if (line.startsWith('+')) return palette.good(line);
  if (line.startsWith('-')) return palette.bad(line);
  return line.startsWith('\\') ? palette.faint(line) : line;
};

/** In the unified format an empty range is given by the line before it (POSIX, diff -U). */
const range = (start: number, lines: number): string => `${lines === 0 ? start - 1 : start},${lines}`;

/**
 * A unified diff of a file's text, one string a line; empty if nothing differs. Secrets in the texts are masked already.
 */
export function unifiedDiff({ path, before, after }: FileDiff, palette: Palette): readonly string[] {
  if (before === after) return [];
  const patch = structuredPatch(path, path, before, after, undefined, undefined, { context: CONTEXT_LINES });
  const header = [`--- ${before === '' ? '/dev/null' : path}`, `+++ ${after === '' ? '/dev/null' : path}`];
  const hunks = patch.hunks.flatMap((hunk) => [
    palette.info(`@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`),
    ...hunk.lines.map((line) => paintLine(printable(line), palette)),
  ]);
  return [...header.map(palette.strong), ...hunks];
}
