import { expect, test } from 'vitest';
import { createPalette } from '../../src/report/colour.ts';
import { unifiedDiff } from '../../src/report/diff.ts';
import { plain } from '../sample/streams.ts';

const lines = (...words: string[]): string => words.map((word) => `${word}\n`).join('');

test.each([
  ['nothing differs', 'a\n', 'a\n', []],
  ['a new file', '', lines('a', 'b'), ['--- /dev/null', '+++ /f', '@@ -0,0 +1,2 @@', '+a', '+b']],
  ['a file that goes', lines('a'), '', ['--- /f', '+++ /dev/null', '@@ -1,1 +0,0 @@', '-a']],
  [
    'three lines of context',
    lines('1', '2', '3', '4', 'old', '6'),
    lines('1', '2', '3', '4', 'new', '6'),
    ['--- /f', '+++ /f', '@@ -2,5 +2,5 @@', ' 2', ' 3', ' 4', '-old', '+new', ' 6'],
  ],
  [
    'no newline at the end',
    'a',
    'a\n',
    ['--- /f', '+++ /f', '@@ -1,1 +1,1 @@', '-a', '\\ No newline at end of file', '+a'],
  ],
  [
    'escape sequences of a file are not printed',
    '',
    'x\u001b[2Jy\n',
    ['--- /dev/null', '+++ /f', '@@ -0,0 +1,1 @@', '+xy'],
  ],
])('%s', (_name, before, after, expected) => {
  expect(unifiedDiff({ path: '/f', before, after }, plain)).toEqual(expected);
});

test('what comes is green and what goes is red', () => {
  const coloured = unifiedDiff({ path: '/f', before: 'a\n', after: 'b\n' }, createPalette(1));
  expect(coloured.slice(-2)).toEqual(['\u001b[31m-a\u001b[39m', '\u001b[32m+b\u001b[39m']);
});
