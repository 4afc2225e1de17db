import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, sourceFiles } from './imports.ts';

/** Folders of tests that hold more than one part of the source, or none. */
const SPECIAL = [
  'architecture',
  'bed', // real hosts
  'bench',
  'ci',
  'docs',
  'e2e',
  'flow', // the whole program in this process
  'golden',
  'packaging',
  'properties', // random inventories, through everything
  'sample', // what tests share
];

/** Every folder with a test, those in between too; the others hold data. */
function testFolders(): string[] {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, withFileTypes: true });
  const folders = files
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .flatMap(({ parentPath }) => {
      const names = relative(ROOT, parentPath).split('/');
      return names.slice(1).map((_, index) => names.slice(0, index + 2).join('/'));
    });
  return [...new Set(folders)].sort();
}

/** The area of a test file: its first folder, or none for the tests of src's own files. */
const areaOf = (path: string): string => /^test\/([^/]+)\//.exec(path)?.[1] ?? '';

describe('tests lie where what they test lies', () => {
  const mirrored = testFolders().filter((path) => !SPECIAL.includes(path.split('/')[1]!));

  test('folders are found', () => expect(mirrored).toEqual(expect.arrayContaining(['test/hosts/firewalls'])));

  test('each folder of tests is a folder of the source', () => {
    const homeless = mirrored.filter((path) => !existsSync(join(ROOT, path.replace('test', 'src'))));
    expect(homeless).toEqual([]);
  });

  test('a test beside no folder is of a file of the source', () => {
    const lone = readdirSync(join(ROOT, 'test')).filter((name) => name.endsWith('.test.ts'));
    expect(lone.filter((name) => !existsSync(join(ROOT, 'src', name.replace('.test', ''))))).toEqual([]);
  });

  test('an area has what it shares with another in sample/', () => {
    const borrowed = sourceFiles('test')
      .flatMap(({ imports }) => imports)
      .filter(({ to }) => to.startsWith('test/'))
      .filter(({ from, to }) => areaOf(from) !== areaOf(to))
      .filter(({ from, to }) => !SPECIAL.includes(areaOf(from)) && !SPECIAL.includes(areaOf(to)))
      .map(({ from, to }) => `${from} -> ${to}`);
    expect(borrowed).toEqual([]);
  });
});
