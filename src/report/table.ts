/** Columns of text. */
import { cellsOf } from '../std/cells.ts';
import type { Paint } from './colour.ts';
import type { Lines } from './text.ts';

export interface TableCell {
  /** without escape sequences */
  readonly text: string;
  readonly paint?: Paint;
  /** its end is aligned, not its beginning */
  readonly right?: boolean;
}

const GAP = '  ';

/** Rows of as many cells as lines: each column as wide as its widest cell, no blanks at the ends of lines. */
export function table(rows: readonly (readonly TableCell[])[]): Lines {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => cellsOf(row[column]?.text ?? ''))),
  );
  return rows.map((row) =>
    row
      .map(({ text, paint = String, right }, column) => {
        const blanks = ' '.repeat((widths[column] ?? 0) - cellsOf(text));
        if (right === true) return `${blanks}${paint(text)}`;
        return column === row.length - 1 ? paint(text) : `${paint(text)}${blanks}`;
      })
      .join(GAP),
  );
}
