/** A stretch of a text: offsets in UTF-16 units, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An inventory's text with its lines, made once so that a position costs no new pass over the text. */
export interface SourceText {
  /** as the user named it; "-" is standard input */
  readonly file: string;
  /** without the byte order mark */
  readonly text: string;
  /** offset of the first character of each line */
  readonly lineStarts: readonly number[];
}

/**
 * A text ready to be pointed into.
 * @param file its name for people
 * @param text with or without a byte order mark; lines end in LF or CRLF
 */
export function sourceText(file: string, text: string): SourceText {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const lineStarts = [0];
  for (let at = plain.indexOf('\n'); at !== -1; at = plain.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { file, text: plain, lineStarts };
}

/** Line and column of an offset, both from 1; an offset past the end is the end. */
export function positionAt(source: SourceText, offset: number): { line: number; column: number } {
  const at = Math.min(Math.max(offset, 0), source.text.length);
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((source.lineStarts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (source.lineStarts[low] ?? 0) + 1 };
}

/** The text of a line (from 1) without its line end. */
export function lineText(source: SourceText, line: number): string {
  const start = source.lineStarts[line - 1] ?? source.text.length;
  const end = source.lineStarts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/\r?\n$/, '');
}
