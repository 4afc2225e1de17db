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
  const length = Math.max(1, Math.min(range.end - range.start, rest));
  const from = column > WINDOW - 20 ? column - 40 : 0;
  const shown = text.slice(from, from + WINDOW).replace(/[\0-\x08\x0A-\x1F\x7F-\x9F]/g, '\uFFFD');
  const lead = (from > 0 ? '   ' : '') + text.slice(from, column - 1).replace(/[^\t]/g, ' ');
  const head = from > 0 ? `...${shown}` : shown;
  const tail = text.length > from + WINDOW ? '...' : '';
  const carets = '^'.repeat(Math.max(1, Math.min(length, from + WINDOW - column + 1)));
  const number = String(line);
  return ` ${number} | ${head}${tail}\n ${' '.repeat(number.length)} | ${lead}${carets}`;
}
