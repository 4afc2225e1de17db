import { describe, expect, test } from 'vitest';
import { either } from '../../src/std/either.ts';
import { groupBy } from '../../src/std/group-by.ts';
import { percentile } from '../../src/std/percentile.ts';
import { plainPath } from '../../src/std/plain-path.ts';
import { emptyRecord, isRecord } from '../../src/std/record.ts';

describe('groupBy', () => {
  test('keeps the order of groups by first sight, and of items in each', () => {
    const groups = groupBy([3, 1, 4, 1, 5, 9, 2, 6], (number) => (number % 2 === 0 ? 'even' : 'odd'));
    expect([...groups]).toEqual([
      ['odd', [3, 1, 1, 5, 9]],
      ['even', [4, 2, 6]],
    ]);
  });

  test('compares keys as a Map does: NaN is one group, 0 and "0" are two', () => {
    expect([...groupBy([Number.NaN, Number.NaN], (key) => key).values()]).toEqual([[Number.NaN, Number.NaN]]);
    expect(groupBy<unknown, unknown>([0, '0'], (key) => key).size).toBe(2);
  });

  test('goes over anything that can be gone over once', () => {
    const once = (function* () {
      yield 'a';
      yield 'bb';
      yield 'c';
    })();
    expect(groupBy(once, ({ length }) => length)).toEqual(
      new Map([
        [1, ['a', 'c']],
        [2, ['bb']],
      ]),
    );
  });
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  test.each([
    ['the median of a hundred', hundred, 50, 50],
    ['the 99th of a hundred', hundred, 99, 99],
    ['the largest', hundred, 100, 100],
    ['the least', hundred, 0, 1],
    ['of one value', [7], 99, 7],
    ['of two, the lower half', [1, 9], 50, 1],
    ['of two, above the half', [1, 9], 51, 9],
    ['rounded to a tenth', [1.2345], 50, 1.2],
    ['of nothing', [], 99, 0],
  ])('%s', (_name, values, percent, expected) => expect(percentile(values, percent)).toBe(expected));

  test('does not sort what it was given', () => {
    const values = [3, 1, 2];
    percentile(values, 50);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('a plain path', () => {
  test.each([
    ['/data/store', '/data/store'],
    ['/data/store/', '/data/store'],
    ['//data///store//', '/data/store'],
    ['/', '/'],
    ['//', '/'],
    ['data/', 'data'],
  ])('%s -> %s', (path, plain) => expect(plainPath(path)).toBe(plain));
});

describe('words as an alternative', () => {
  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [['a', 'b', 'c'], 'a, b or c'],
  ])('%j -> %s', (words, text) => expect(either(words)).toBe(text));
});

describe('a record', () => {
  test.each([
    [{}, true],
    [{ a: 1 }, true],
    [Object.create(null), true],
    [[], false],
    [null, false],
    [undefined, false],
    ['text', false],
    [7, false],
  ])('%j: %s', (value, is) => expect(isRecord(value)).toBe(is));

  test('an empty one has no key that nobody put there', () => {
    const record = emptyRecord();
    expect('constructor' in record).toBe(false);
    expect(record['__proto__']).toBeUndefined();
    expect(isRecord(record)).toBe(true);
  });
});
