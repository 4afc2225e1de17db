import stringWidth from 'string-width';

/** Cells of a terminal that a text takes: two for a wide character or an emoji, none for escape sequences and combining marks. */
export function cellsOf(text: string): number {
  return stringWidth(text);
}

/** The text, padded with spaces to that many cells. */
export function padCells(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellsOf(text)));
}

/** The text in exactly that many cells: padded with spaces, or cut with an ellipsis at its end. */
export function fitCells(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return padCells(text, cells);
  if (cells <= 0) return '';
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (cellsOf(kept + segment) > cells - 1) break;
    kept += segment;
  }
  return padCells(`${kept}…`, cells);
}
