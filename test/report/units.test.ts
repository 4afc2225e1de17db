import { describe, expect, test } from 'vitest';
import { count, formatBytes, formatSeconds, printable, printableLines } from '../../src/report/units.ts';

test.each([
  [0, '0.0 s'],
  [0.71, '0.7 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.4, '59 s'],
  [59.6, '1 min 00 s'],
  [185, '3 min 05 s'],
])('%d seconds read %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [54_100_000, '54.1 MB'],
  [120_000_000, '120 MB'],
  [3_200_000_000, '3.2 GB'],
])('%d bytes read %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test('one is singular', () => {
  expect([count(0, 'host'), count(1, 'host'), count(2, 'host')]).toEqual(['0 hosts', '1 host', '2 hosts']);
});

describe('printable', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['a\tb', 'a    b'],
    ['bell\u0007 back\b', 'bell back'],
    ['title\u001b]0;owned\u0007!', 'title!'],
    ['größe 例', 'größe 例'],
  ])('%j becomes %j', (line, text) => expect(printable(line)).toBe(text));

  test('a newline at the end makes no empty line, and CRLF is a newline', () => {
    expect(printableLines('a\r\nb\n')).toEqual(['a', 'b']);
  });
});
