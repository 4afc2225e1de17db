import { expect, test } from 'vitest';
import { cycles, reachable } from './graph.ts';
import { sourceFiles } from './imports.ts';

test('imports are read: of types, of values, re-exported, and loaded later', () => {
  const imports = sourceFiles('src').flatMap((file) => file.imports);
  expect(imports).toContainEqual({ from: 'src/cli.ts', to: 'src/main.ts', typeOnly: false });
  expect(imports).toContainEqual({
    from: 'src/main.ts',
    to: 'src/commands/frame/run.ts',
    typeOnly: false,
    later: true,
  });
  expect(imports).toContainEqual({
    from: 'src/execute/walk.ts',
    to: 'src/plan/steps/plan.ts',
    typeOnly: true,
  });
  expect(imports).toContainEqual({ from: 'src/execute/walk.ts', to: 'p-limit', typeOnly: false });
  expect(
    imports.some(({ from, to }) => from === 'src/commands/registry.ts' && to === 'src/commands/deploy.ts'),
  ).toBe(true);
});

test('circles are found, and nothing else', () => {
  const edges = (text: string): Map<string, string[]> =>
    new Map(text.split(' ').map((part) => [part[0]!, Array.from(part.slice(1))]));
  expect(cycles(edges('ab bc c'))).toEqual([]);
  expect(cycles(edges('abc bd cd d'))).toEqual([]);
  expect(cycles(edges('ab bc ca da'))).toEqual([['a', 'b', 'c']]);
  expect(cycles(edges('aa b'))).toEqual([['a']]);
  expect(cycles(edges('ab ba cd dc'))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect([...reachable(edges('ab bc ca de'), ['a'])].toSorted()).toEqual(['a', 'b', 'c']);
});
