import { describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../../src/model/events.ts';
import { bar, frame } from '../../src/report/live-view.ts';
import { noteProgress, type Stage } from '../../src/report/stages.ts';
import { plain } from '../sample/streams.ts';

const rowsOf = (events: readonly (Omit<ProgressEvent, 'event'> & { at: number })[]): readonly Stage[] =>
  events.reduce<readonly Stage[]>(
    (rows, { at, ...event }) => noteProgress(rows, { event: 'progress', ...event }, at),
    [],
  );

const draw = (rows: readonly Stage[], { now = 12_000, columns = 80, height = 24 } = {}): readonly string[] =>
  frame({ stages: rows, now }, { columns, rows: height, palette: plain });

describe('rows', () => {
  test('one a host, in the order of first sight', () => {
    const rows = rowsOf([
      { at: 0, host: 'b', stage: 'connecting' },
      { at: 0, host: 'a', stage: 'connecting' },
      { at: 5, host: 'b', stage: 'probing' },
    ]);
    expect(rows.map(({ host, stage }) => [host, stage])).toEqual([
      ['b', 'probing'],
      ['a', 'connecting'],
    ]);
  });

  test('the time of a stage goes on while it stays the same', () => {
    const rows = rowsOf([
      { at: 100, host: 'a', stage: 'uploading', bytes: 1 },
      { at: 900, host: 'a', stage: 'uploading', bytes: 2 },
      { at: 200, host: 'b', stage: 'waiting', instance: 'broker-a' },
      { at: 700, host: 'b', stage: 'waiting', instance: 'broker-b' },
    ]);
    expect(rows.map(({ since, bytes }) => [since, bytes])).toEqual([
      [100, 2],
      [700, undefined],
    ]);
  });
});

test('what an awaited instance says stands behind the stage, whose time goes on, until the next stage', () => {
  const waiting = { host: 'node1', instance: 'broker-a', stage: 'waiting for broker-a' };
  const said = [
    { at: 2000, ...waiting },
    { at: 9000, ...waiting, says: 'load config properties file OK' },
  ];
  expect(draw(rowsOf(said))).toEqual([
    'node1  waiting for broker-a: load config properties file OK                10 s',
  ]);
  const next = { at: 9500, host: 'node1', instance: 'broker-b', stage: 'waiting for broker-b' };
  expect(draw(rowsOf([...said, next]))[0]).toMatch(/^node1 {2}waiting for broker-b {2}/);
});

test.each([
  [0, '░░░░'],
  [0.5, '██░░'],
  [1, '████'],
  [7, '████'],
  [-1, '░░░░'],
])('a bar of %d', (part, text) => expect(bar(part, 4)).toBe(text));

describe('frames', () => {
  const rows = rowsOf([
    { at: 0, host: 'node1', stage: 'uploading rocketmq 4.9.4', bytes: 54_100_000, totalBytes: 108_200_000 },
    { at: 9000, host: 'node-two', instance: 'broker-a-s', stage: 'waiting for its port' },
  ]);

  test('a wide terminal shows a bar', () => {
    expect(draw(rows, { columns: 90 })).toEqual([
      'node1     uploading rocketmq 4.9.4           ██████████░░░░░░░░░░ 54.1 MB of 108 MB  12 s',
      'node-two  broker-a-s: waiting for its port                                          3.0 s',
    ]);
  });

  test('a narrower one only the bytes, and a narrow one neither', () => {
    expect(draw(rows, { columns: 55 })).toEqual([
      'node1     uploading rocketmq…  54.1 MB of 108 MB  12 s',
      'node-two  broker-a-s: waiting for its port       3.0 s',
    ]);
    expect(draw(rows, { columns: 40 })).toEqual([
      'node1     uploading rocketmq 4.9…  12 s',
      'node-two  broker-a-s: waiting f…  3.0 s',
    ]);
  });

  test('no line wraps, however narrow it is', () => {
    for (const columns of Array.from({ length: 130 }, (_, at) => at + 2)) {
      for (const line of draw(rows, { columns })) expect(line.length).toBeLessThan(columns);
    }
  });

  test('a host that is done keeps its time, without a bar', () => {
    const done = rowsOf([
      { at: 1000, host: 'n', stage: 'uploading', bytes: 5, totalBytes: 10 },
      { at: 3000, host: 'n', stage: 'uploading', bytes: 10, totalBytes: 10, done: true },
    ]);
    expect(draw(done, { columns: 30 })).toEqual([expect.stringMatching(/^n +done +2\.0 s$/)]);
  });

  test('the run itself has a line without a name', () => {
    expect(draw(rowsOf([{ at: 0, stage: 'planning' }]), { columns: 30 })[0]).toMatch(/^planning +12 s$/);
  });

  test('an instance that the stage names is not named twice', () => {
    const waiting = rowsOf([{ at: 0, host: 'n', instance: 'broker-a', stage: 'waiting for broker-a' }]);
    expect(draw(waiting, { columns: 40 })).toEqual([
      expect.stringMatching(/^n  waiting for broker-a +12 s$/),
    ]);
  });

  test("the run's own line goes when it is done, or when hosts have gone on to something else", () => {
    const hostsOf = (at: number, done = false): readonly string[] =>
      draw(
        rowsOf([
          { at: 0, stage: 'looking at the hosts', done },
          { at, host: 'n', stage: 'probing' },
        ]),
      ).map((line) => line.trim().split(' ')[0] ?? '');
    expect(hostsOf(900)).toEqual(['looking', 'n']);
    expect(hostsOf(1000)).toEqual(['n']);
    expect(hostsOf(10, true)).toEqual(['n']);
  });

  test('of more hosts than rows those that are busy are shown, and the others counted', () => {
    const many = rowsOf([
      ...['a', 'b', 'c'].map((host) => ({ at: 0, host, stage: 'x', done: true })),
      ...['d', 'e', 'f'].map((host) => ({ at: 0, host, stage: 'waiting' })),
    ]);
    const lines = draw(many, { height: 6 });
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['d', 'e', 'f', 'a', '…']);
    expect(lines.at(-1)).toBe('… and 2 more');
    for (const height of [1, 2, 3, 4, 5]) {
      expect(draw(many, { height }).length).toBeLessThanOrEqual(Math.max(height - 1, 2));
    }
  });

  test('escape sequences in a stage are not drawn', () => {
    expect(draw(rowsOf([{ at: 0, host: 'n', stage: '\u001b[2Jx' }]))[0]).toMatch(/^n +x +12 s$/);
  });
});
