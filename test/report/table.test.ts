import { describe, expect, test } from 'vitest';
import { table, type TableCell } from '../../src/report/status-table.ts';

const cells = (...texts: readonly string[]): TableCell[] => texts.map((text) => ({ text }));

describe('columns of text', () => {
  test('each as wide as its widest cell, no blanks at the ends of lines', () => {
    expect(table([cells('NAME', 'STATE'), cells('broker-a', 'up'), cells('b', 'down')])).toEqual([
      'NAME      STATE',
      'broker-a  up',
      'b         down',
    ]);
  });

  test('numbers are aligned at their end', () => {
    const right = (text: string): TableCell => ({ text, right: true });
    expect(
      table([
        [right('7'), { text: 'a' }],
        [right('1000'), { text: 'b' }],
      ]),
    ).toEqual(['   7  a', '1000  b']);
  });

  test('colours take no room', () => {
    const red: TableCell = { text: 'down', paint: (text) => `\u001b[31m${text}\u001b[0m` };
    expect(table([[red, { text: 'x' }], cells('up', 'y')])).toEqual([
      '\u001b[31mdown\u001b[0m  x',
      'up    y',
    ]);
  });

  test('wide characters take two cells, marks none', () => {
    expect(table([cells('日本', 'x'), cells('abcd', 'y'), cells('e\u0301', 'z')])).toEqual([
      '日本  x',
      'abcd  y',
      'e\u0301     z',
    ]);
  });

  test('no rows, no lines', () => expect(table([])).toEqual([]));
});
