import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf, fitCells, padCells } from '../../src/std/cells.ts';

describe('cells of a terminal', () => {
  test.each([
    ['broker-a', 8],
    ['名字', 4],
    ['é', 1], // e and a combining accent
    ['👩‍🔧 ok', 5], // one emoji of three code points
    ['\u001B[31mred\u001B[0m', 3],
    ['', 0],
  ])('%j takes %d', (text, cells) => {
    expect(cellsOf(text)).toBe(cells);
  });

  test('a text is padded, and never cut by padding', () => {
    expect(padCells('名', 4)).toBe('名  ');
    expect(padCells('broker', 4)).toBe('broker');
  });

  test.each([
    ['broker-a', 8, 'broker-a'],
    ['broker-a', 5, 'brok…'],
    ['名字名字', 5, '名字…'],
    ['名字名字', 4, '名… '], // half a character cannot be shown
    ['broker-a', 1, '…'],
    ['broker-a', 0, ''],
  ])('%j in %d cells is %j', (text, cells, fitted) => {
    expect(fitCells(text, cells)).toBe(fitted);
  });

  test('whatever it is, it takes the cells that it is given', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '名', '\u0301', '👩‍🔧', 'ｱ', ' '), maxLength: 12 });
    fc.assert(
      fc.property(text, fc.nat({ max: 20 }), (any, cells) => {
        expect(cellsOf(fitCells(any, cells))).toBe(cells);
      }),
    );
  });
});
