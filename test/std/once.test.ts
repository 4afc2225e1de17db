import { expect, test } from 'vitest';
import { onceFor } from '../../src/std/once.ts';

test('what a thing gives is worked out once for each thing, and not again where it is nothing', () => {
  const asked: string[] = [];
  const answer = onceFor(({ name }: { readonly name: string }) => {
    asked.push(name);
    return name === 'none' ? undefined : `${name}!`;
  });
  const [a, none] = [{ name: 'a' }, { name: 'none' }];
  expect([a, none, a, none, { name: 'a' }].map(answer)).toEqual(['a!', undefined, 'a!', undefined, 'a!']);
  expect(asked).toEqual(['a', 'none', 'a']);
});
