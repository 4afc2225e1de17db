import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../../src/inventory/yaml/code-frame.ts';
import { sourceText } from '../../../src/inventory/yaml/source-text.ts';
import { cellsOf } from '../../../src/std/cells.ts';

/** The frame around a part of a text; the part is given by itself. */
function frameOf(text: string, part: string): [string, string] {
  const start = text.indexOf(part);
  const frame = codeFrame(sourceText('inventory.yaml', text), { start, end: start + part.length });
  const [shown = '', carets = ''] = frame.split('\n');
  return [shown, carets];
}

describe('carets', () => {
  test.each([
    ['cluster: shop\n', 'shop'],
    ['cluster: 店铺 # 名\n', '店铺'],
    ['hosts: { 上海: { address: a b } }\n', 'a b'],
    ['note: "👩‍🔧 é" # x\nhosts: x\n', 'x'],
    [`${'名'.repeat(90)}: wrong\n`, 'wrong'],
  ])('of %j stand under %j, cell by cell', (text, part) => {
    const [shown, carets] = frameOf(text, part);
    expect(carets.indexOf('^')).toBe(cellsOf(shown.slice(0, shown.indexOf(part))));
    expect(/\^+/.exec(carets)?.[0]).toHaveLength(cellsOf(part));
  });

  test('keep the tabs before them, and take one cell for a character of control', () => {
    expect(frameOf('a:\tb\u0001c wrong\n', 'wrong')).toEqual([
      ' 1 | a:\tb\uFFFDc wrong',
      '   |   \t    ^^^^^',
    ]);
  });
});
