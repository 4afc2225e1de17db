import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest, slips } from '../../src/inventory/hints/nearest.ts';
import { pathOf, pointerOf, showPath } from '../../src/inventory/path.ts';
import { positionAt, sourceText } from '../../src/inventory/yaml/source-text.ts';
import { addressKind } from '../../src/model/ip-address.ts';
import { bytesOf, showSize } from '../../src/std/size.ts';

describe('nearest', () => {
  it.each([
    ['namesvr', 'namesrv'],
    ['nameserver', 'namesrv'],
    ['broker', 'brokers'],
    ['master-properties', 'masterProperties'],
    ['HOSTS', 'hosts'],
    ['colour', undefined],
    ['x', undefined],
  ])('%s means %s', (word, meant) => {
    expect(nearest(word, ['namesrv', 'brokers', 'hosts', 'masterProperties', 'user'])).toBe(meant);
  });

  it('guesses nothing between two that are equally near', () => {
    expect(nearest('node3', ['node1', 'node2'])).toBeUndefined();
  });

  it('takes two swapped neighbours for one slip, in a short word too', () => {
    expect(nearest('prot', ['port', 'host'])).toBe('port');
    expect(nearest('nmaesvr', ['namesrv', 'brokers'])).toBe('namesrv');
  });

  it('counts slips: none only for the same word, and a swap is one', () => {
    expect(slips('abcd', 'abdc')).toBe(1);
    expect(slips('', 'abc')).toBe(3);
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(slips(a, b) === 0).toBe(a === b);
        expect(slips(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(slips(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});

describe('paths', () => {
  it('as pointers and back', () => {
    const key = fc.string({ unit: fc.constantFrom('/', '~', '0', '1', 'a') });
    fc.assert(
      fc.property(fc.array(key), (path) => {
        expect(pathOf(pointerOf(path))).toEqual(path);
      }),
    );
  });

  it('as people write them', () => {
    expect(showPath(['brokers', 'broker-a', 'slaves', 0, 'port'])).toBe('brokers.broker-a.slaves[0].port');
  });
});

it('positions count lines and columns from 1', () => {
  const source = sourceText('x', '\uFEFFab\r\n\ncd');
  expect([0, 1, 4, 5, 6, 7, 99].map((offset) => positionAt(source, offset))).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 2 },
    { line: 2, column: 1 },
    { line: 3, column: 1 },
    { line: 3, column: 2 },
    { line: 3, column: 3 },
    { line: 3, column: 3 },
  ]);
});

describe('sizes', () => {
  it.each([
    ['512m', 512 * 1024 ** 2],
    ['4g', 4 * 1024 ** 3],
    ['1T', 1024 ** 4],
    ['64k', 65536],
  ])('%s', (text, bytes) => {
    expect(bytesOf(text)).toBe(bytes);
    expect(showSize(bytes)).toBe(text.toLowerCase());
  });

  it.each(['4', '0g', '1.5g', '4gb', '-1g', ''])('%s is none', (text) => {
    expect(() => bytesOf(text)).toThrow(RangeError);
  });
});

it.each([
  ['10.0.0.1', 'ipv4'],
  ['mq1', 'name'],
  ['mq-1.example.org', 'name'],
  ['1and1.example', 'name'],
  ['::1', 'ipv6'],
  ['[fe80::1]', 'ipv6'],
  ['10.0.0.256', 'invalid'],
  ['10.0.0', 'invalid'],
  ['-mq', 'invalid'],
  ['a..b', 'invalid'],
  ['a b', 'invalid'],
  ['a_b', 'invalid'],
  ['', 'invalid'],
])('%s is %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});
