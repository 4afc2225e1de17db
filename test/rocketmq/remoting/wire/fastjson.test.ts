import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RmqctlError } from '../../../../src/errors.ts';
import { parseFastjson, type JsonValue } from '../../../../src/rocketmq/remoting/wire/fastjson.ts';

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** Writes as fastjson does: bare integer keys, whole 64-bit integers. */
function write(value: JsonValue): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return braces(Object.entries(value).map(([key, item]) => [bareOrQuoted(key), write(item)]));
}

const braces = (entries: string[][]): string => `{${entries.map((entry) => entry.join(':')).join(',')}}`;
const bareOrQuoted = (key: string): string => (/^-?\d+$/.test(key) ? key : JSON.stringify(key));

const { value: anyValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.double({ noDefaultInfinity: true, noNaN: true }).filter((number) => !Number.isInteger(number)),
    fc.bigInt(INT64).filter((whole) => !Number.isSafeInteger(Number(whole))),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.nat().map(String), fc.constant('__proto__')), tie('value')),
  ),
}));

describe('fastjson', () => {
  test('what it writes is read back, every integer whole', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(write(parseFastjson(write(value)))).toBe(write(value));
      }),
      { numRuns: 2000 },
    );
  });

  test('all of JSON is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const parsed: unknown = JSON.parse(text);
        const isInt64 = !/(?<![\d.eE+])\d{16,}/.test(text);
        fc.pre(isInt64);
        expect(JSON.stringify(parseFastjson(text))).toBe(JSON.stringify(parsed));
      }),
    );
  });

  test.each([
    ['bare integer keys', '{0:"a",1:"b"}', { 0: 'a', 1: 'b' }],
    ['negative and word keys', '{-1:1, null:2, a_b:3}', { '-1': 1, null: 2, a_b: 3 }],
    ['a safe integer', '9007199254740991', 9007199254740991],
    ['an integer beyond doubles', '9007199254740993', 9007199254740993n],
    ['the largest and smallest', '[9223372036854775807,-9223372036854775808]', [INT64.max, INT64.min]],
    ['decimals', '[0.5,1.0E10,-2e-3]', [0.5, 1e10, -0.002]],
    ['escapes', String.raw`"\"\\\/\b\f\n\r\t\v\u00e9\x41\'"`, '"\\/\b\f\n\r\t\v\u00e9A\''],
    ['raw control characters', '"a\u0001\nb"', 'a\u0001\nb'],
    ['white space', ' \r\n\t[ 1 , { "a" : { } } ] ', [1, { a: {} }]],
    ['a key that comes twice', '{"a":1,"a":2}', { a: 2 }],
    [
      'a poisoned key',
      '{"__proto__":{"x":1},"constructor":2}',
      JSON.parse('{"__proto__":{"x":1},"constructor":2}'),
    ],
  ])('%s', (_name, text, expected) => {
    expect(parseFastjson(text)).toEqual(expected);
  });

  test('a poisoned key reaches no prototype', () => {
    parseFastjson('{"__proto__":{"polluted":1}}');
    expect({}).not.toHaveProperty('polluted');
  });

  const cutShort = ['', ' ', '{', '[', '{"a"', '{"a":', '{"a":1', '[1', '[1,', '"abc', '"a\\', '"\\u12', '-'];
  const outOfPlace = [
    '{"a" 1}',
    '[1 2]',
    '[1,]',
    '{,}',
    '{:1}',
    '{{"queueId":1}:2}',
    '{[1]:2}',
    '1 2',
    '{"a":1}}',
    '.5',
    '+1',
    '"\\q"',
    '\u0000',
  ];
  const words = ['tru', 'nulll', '01x', 'NaN', "'a'"];
  const beyond64Bits = ['9223372036854775808', '-9223372036854775809', '9'.repeat(1_000_000)];
  const deep = ['['.repeat(100_000), '{"a":'.repeat(100_000), '{'.repeat(100_000), '[[],'.repeat(65)];

  test.each([...cutShort, ...outOfPlace, ...words, ...beyond64Bits, ...deep].map((text) => [text]))(
    'refuses %.20s',
    (text) => {
      expect(() => parseFastjson(text)).toThrow(RmqctlError);
      expect(() => parseFastjson(text)).toThrow(expect.objectContaining({ code: 'REMOTING_MALFORMED' }));
    },
  );

  test('a megabyte of one string, of escapes, or of brackets is read in time', () => {
    const long = 'x'.repeat(4_000_000);
    expect(parseFastjson(`"${long}"`)).toBe(long);
    expect(parseFastjson(`"${String.raw`\n`.repeat(500_000)}"`)).toBe('\n'.repeat(500_000));
    expect(parseFastjson(`[${'[],'.repeat(300_000)}[]]`)).toHaveLength(300_001);
  });
});
