import { describe, expect, test } from 'vitest';
import { escapeRegex, globRegex } from '../../src/std/regex.ts';

test.each(['a.b*c', '[x] (y) {z}', String.raw`\d+$^?|`, 'register broker[0]to name server 10.0.0.1:9876 OK'])(
  'as an expression, %s matches itself alone',
  (text) => {
    expect(new RegExp(`^${escapeRegex(text)}$`).test(text)).toBe(true);
    expect(new RegExp(escapeRegex('10.0.0.1:9876')).test('10x0.0.1:9876')).toBe(false);
  },
);

describe('a pattern', () => {
  test.each([
    ['node*', 'node12', true],
    ['node?', 'node1', true],
    ['node?', 'node12', false],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'axexample.com', false],
    ['[ab]', 'a', false],
    ['[ab]', '[ab]', true],
    ['Node', 'node', false],
    ['**', '', true],
  ])('%s and %s: %s', (pattern, text, matches) => {
    expect(globRegex(pattern).test(text)).toBe(matches);
  });

  test('of many stars is tried in no time', () => {
    const started = performance.now();
    expect(globRegex('*'.repeat(40) + 'x').test('a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('without regard to case', () => {
    expect(globRegex('NODE*', 'i').test('node1')).toBe(true);
  });
});
