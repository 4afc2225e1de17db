import { describe, expect, test } from 'vitest';
import { parseSince } from '../../src/logs/filter.ts';
import { readStamp, stampDigits, stampWriter } from '../../src/logs/stamp.ts';

describe('the stamp of a line is in GMT+8, wherever the host is', () => {
  test.each([
    ['2026-11-22 08:26:06 INFO main - text', '2026-11-22T00:26:06.000Z', 19],
    ['2026-11-22 08:26:06,123 WARN main - text', '2026-11-22T00:26:06.123Z', 23],
    ['2026-11-22 08:26:06.050 WARN main - text', '2026-11-22T00:26:06.050Z', 23],
    ['2026-01-01 00:00:00 INFO', '2025-12-31T16:00:00.000Z', 19],
  ])('%s', (line, time, length) => {
    expect(readStamp(line)).toEqual({ time: Date.parse(time), length });
  });

  test.each([
    '',
    '\tat org.apache.rocketmq.Broker.run(Broker.java:1)',
    'The broker[broker-a, 10.0.0.1:10911] boot success.',
    '2026-11-22 boot success',
    ' 2026-11-22 08:26:06 INFO',
  ])('none: %j', (line) => expect(readStamp(line)).toBeUndefined());
});

test('digits of a stamp say the same moment', () => {
  expect(stampDigits(Date.parse('2026-11-22T00:26:06.999Z'))).toBe('20261122082606');
});

test('times are written in UTC, or in the zone of the process', () => {
  const time = Date.parse('2026-11-22T00:26:06.999Z');
  expect(stampWriter(true)(time)).toBe('2026-11-22 00:26:06');
  const local = new Date(time);
  const write = stampWriter(false);
  expect(write(time)).toContain(
    ` ${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}:06`,
  );
  expect(write(time + 1)).toContain(':07');
});

describe('--since', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  test.each([
    ['90s', '2026-11-22T11:58:30Z'],
    ['10m', '2026-11-22T11:50:00Z'],
    ['2h', '2026-11-22T10:00:00Z'],
    ['1d', '2026-11-21T12:00:00Z'],
    ['2026-11-22T08:26:06Z', '2026-11-22T08:26:06Z'],
    ['2026-11-22T08:26:06+08:00', '2026-11-22T00:26:06Z'],
  ])('%s', (text, time) => expect(parseSince(text, now)).toBe(Date.parse(time)));

  test('without a zone it is in that of the process', () => {
    expect(parseSince('2026-11-22 08:26', now)).toBe(new Date(2026, 10, 22, 8, 26).getTime());
    expect(parseSince('2026-11-22', now)).toBe(new Date(2026, 10, 22).getTime());
  });

  test.each(['', 'yesterday', '10', '10 m', '-5m', '2026', '2026-13-45'])('refused: %j', (text) => {
    expect(() => parseSince(text, now)).toThrow(expect.objectContaining({ code: 'USAGE', exit: 2 }));
  });
});
