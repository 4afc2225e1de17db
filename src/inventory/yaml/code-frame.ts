import { cellsOf } from '../../std/cells.ts';
import { lineText, positionAt, type Range, type SourceText } from './source-text.ts';

/** Lines longer than a terminal are cut to a window around the carets. */
const WINDOW = 100;

/**
 * The source line of a range, and carets under it:
 * ```
 *  7 | namesvr: [node1, node2]
 *    | ^^^^^^^
 * ```
 * A range over several lines is marked on its first line. Tabs are kept before the carets, so that they line up whatever
 * a terminal makes of a tab; other control characters are shown as "\uFFFD", never sent to the terminal.
 */
export function codeFrame(source: SourceText, range: Range): string {
  const { line, column } = positionAt(source, range.start);
  const text = lineText(source, line);
  const rest = text.slice(column - 1).trimEnd().length;
  const from = column > WINDOW - 20 ? column - 40 : 0;
  const until = Math.min(from + WINDOW, column - 1 + Math.min(range.end - range.start, rest));
  const lead = text
    .slice(from, column - 1)
    .split('\t')
    .map(blankOf)
    .join('\t');
  const carets = '^'.repeat(Math.max(1, cellsOf(shown(text.slice(column - 1, until).replaceAll('\t', ' ')))));
  const [head, indent] = from > 0 ? ['...', '   '] : ['', ''];
  const tail = text.length > from + WINDOW ? '...' : '';
  const number = String(line);
  return [
    ` ${number} | ${head}${shown(text.slice(from, from + WINDOW))}${tail}`,
    ` ${' '.repeat(number.length)} | ${indent}${lead}${carets}`,
  ].join('\n');
}

/** The text as a terminal may have it. */
function shown(text: string): string {
  return text.replace(/[\0-\x08\x0A-\x1F\x7F-\x9F]/g, '\uFFFD');
}

/** Spaces that take as many cells as the text. */
function blankOf(text: string): string {
  return ' '.repeat(cellsOf(shown(text)));
}
