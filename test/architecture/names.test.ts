import { expect, test } from 'vitest';
import { sourceFiles } from './imports.ts';

/** Names that mean the same kind of thing in every file that exports them. */
const CONVENTIONS: ReadonlyMap<string, RegExp> = new Map([
  ['command', /^src\/commands\/[^/]+\.ts$/], // each file of commands/ is one command, loaded by its name in the registry
]);

const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;

/** The files that declare and export each name; several declarations in one file are one thing. */
function exporters(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path, text } of sourceFiles('src'))
    for (const name of new Set([...text.matchAll(EXPORTED)].map(([, declared = '']) => declared)))
      found.set(name, [...(found.get(name) ?? []), path]);
  return found;
}

test('an exported name has one meaning: no two files export the same', () => {
  const twice = [...exporters()].filter(
    ([name, paths]) => paths.length > 1 && !paths.every((path) => CONVENTIONS.get(name)?.test(path) === true),
  );
  expect(twice).toEqual([]);
});

test('exported names are found: of types, of values, of functions', () => {
  const found = exporters();
  for (const name of ['Topology', 'ExitCode', 'RmqctlError', 'quote', 'runScript'])
    expect(found.has(name)).toBe(true);
});

test('a convention is one: several files keep to it', () => {
  for (const name of CONVENTIONS.keys()) expect(exporters().get(name)?.length).toBeGreaterThan(1);
});
