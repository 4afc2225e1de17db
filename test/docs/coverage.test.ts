import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROJECT } from './pages.ts';

const PAGE = readFileSync(`${PROJECT}docs/coverage.md`, 'utf8');

const ROWS = [...PAGE.matchAll(/^\| ([AB]\d+) \| (.*) \|$/gm)].map(([, row, cells]) => ({
  row: row!,
  // as `file` - "title", in the last cell
  tests: [
    ...cells!
      .split(' | ')
      .at(-1)!
      .matchAll(/`(test\/[\w./-]+)`: "([^"]+)"/g),
  ].map(([, file, title]) => ({
    file: file!,
    title: title!,
  })),
}));

test('the page of coverage has every row', () => {
  const rows = [...Array.from({ length: 13 }, (_, at) => `A${at + 1}`), 'B1', 'B2', 'B3', 'B4'];
  expect(ROWS.map(({ row }) => row)).toEqual(rows);
});

test.each(ROWS)('$row names tests that there are', ({ tests }) => {
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter(({ file, title }) => !titlesOf(file).includes(title))).toEqual([]);
});

/** What the tests of a file are called, as written: `%s` where a table fills it in. */
function titlesOf(file: string): string[] {
  if (!existsSync(`${PROJECT}${file}`)) return [];
  const source = readFileSync(`${PROJECT}${file}`, 'utf8');
  return [...source.matchAll(/\(\s*(['"`])((?:\\.|(?!\1)[^\\])+)\1,/g)].map(([, , title]) =>
    title!.replaceAll(/\\(.)/g, '$1'),
  );
}
