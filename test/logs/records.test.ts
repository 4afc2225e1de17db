import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastOfEach, recordFilter, Selection } from '../../src/logs/filter.ts';
import { Merger } from '../../src/logs/follow.ts';
import { recordEvents, recordTexts } from '../../src/logs/present.ts';
import type { LogRecord } from '../../src/logs/record.ts';
import { file, line, MIDNIGHT, recordsOf } from '../sample/log-lines.ts';

const texts = (records: readonly LogRecord[]): string[] =>
  records.map(({ lines }) => lines.map((text) => text.replace(/^.* - /, '')).join('|'));

describe('records', () => {
  test('a stack trace stays with its line', () => {
    const records = recordsOf(file('a'), [
      line(1, 'one'),
      'java.io.IOException: no',
      '\tat x',
      'Caused by: y',
      line(2, 'two'),
    ]);
    expect(texts(records)).toEqual(['one|java.io.IOException: no|\tat x|Caused by: y', 'two']);
  });

  test('a line that comes after its record was taken is a record of the same moment', () => {
    const merger = new Merger(0);
    const [first] = recordsOf(file('a'), [line(1, 'one')]);
    merger.add(first!, 0);
    expect(merger.due(1)).toHaveLength(1);
    expect(first!.taken).toBe(true);
  });

  test('on the console a line without a stamp is a record of its own, unless it goes on with one', () => {
    const records = recordsOf(
      file('a', false),
      ['load config', 'Exception in thread main', '\tat x', 'boot success'],
      MIDNIGHT,
    );
    expect(texts(records)).toEqual(['load config', 'Exception in thread main|\tat x', 'boot success']);
    expect(records.every(({ time }) => time === MIDNIGHT)).toBe(true);
  });

  test('time does not go back within a log', () => {
    const records = recordsOf(file('a'), [line(5, 'x'), line(4, 'y'), line(6, 'z')]);
    expect(records.map(({ time }) => (time - MIDNIGHT) / 1000)).toEqual([5, 5, 6]);
  });

  test.each([
    [line(1, 'x', 'WARN'), 'WARN'],
    [line(1, 'x', 'ERROR'), 'ERROR'],
    ['2026-11-22 08:26:06,123 INFO main - WARN', 'INFO'],
    ['2026-11-22 08:26:06 [main] DEBUG x', 'DEBUG'],
    ['2026-11-22 08:26:06 something else', undefined],
  ])('level of %s', (text, level) => expect(recordsOf(file('a'), [text])[0]!.level).toBe(level));
});

describe('what is wanted', () => {
  const records = recordsOf(file('a'), [
    line(1, 'x'),
    line(2, 'y', 'WARN'),
    '\tat deep.Inside',
    line(3, 'z', 'ERROR'),
    line(4, 'w', 'DEBUG'),
  ]);
  test.each([
    ['everything', {}, ['x', 'y|\tat deep.Inside', 'z', 'w']],
    ['a level and above', { level: 'warn' }, ['y|\tat deep.Inside', 'z']],
    ['what matches, also in the trace', { grep: /Inside$/ }, ['y|\tat deep.Inside']],
    ['since then', { since: MIDNIGHT + 3000 }, ['z', 'w']],
  ] as const)('%s', (_what, wanted, expected) =>
    expect(texts(records.filter(recordFilter(wanted)))).toEqual(expected),
  );

  test('the last lines of each instance', () => {
    const other = recordsOf(file('b'), [line(1, 'p'), '\tat 1', '\tat 2', line(2, 'q')]);
    const all = [...records, ...other];
    expect(texts(lastOfEach(all, 2))).toEqual(['z', 'w', 'q']);
    expect(texts(lastOfEach(all, 4))).toEqual(['y|\tat deep.Inside', 'z', 'w', 'p|\tat 1|\tat 2', 'q']);
    expect(lastOfEach(all, 0)).toEqual([]);
  });

  test('of a past that comes in parts the last lines are shown once, and then all that is new', () => {
    const shown: string[][] = [];
    const selection = new Selection({
      wanted: recordFilter({ level: 'info' }),
      lines: 1,
      show: (some) => shown.push(texts(some)),
    });
    selection.take(records.slice(0, 1), true);
    selection.take(records.slice(1, 3), true);
    expect(shown).toEqual([]);
    selection.live();
    selection.take(records.slice(3), false);
    selection.take(records.slice(0, 1), false);
    expect(shown).toEqual([['z'], ['x']]);
  });
});

describe('merging', () => {
  test('what has waited long enough comes, with all that is older', () => {
    const merger = new Merger(400);
    const [a1, a3] = recordsOf(file('a'), [line(1, 'a1'), line(3, 'a3')]);
    const [b2, b4] = recordsOf(file('b'), [line(2, 'b2'), line(4, 'b4')]);
    merger.add(a1!, 1000);
    merger.add(a3!, 1000);
    expect(merger.due(1399)).toEqual([]);
    merger.add(b2!, 1399);
    merger.add(b4!, 1399);
    expect(texts(merger.due(1400))).toEqual(['a1', 'b2', 'a3']);
    expect(texts(merger.drain())).toEqual(['b4']);
  });

  test('of logs in whatever order they come: by time, none lost, each log in its own order', () => {
    const log = fc.array(fc.nat(50), { maxLength: 30 }).map((seconds) => seconds.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(log, { maxLength: 5 }), (logs) => {
        const merger = new Merger(400);
        const all = logs.map((seconds, index) =>
          recordsOf(
            file(`i${index}`),
            seconds.map((second, n) => line(second, `${n}`)),
          ),
        );
        for (const records of all) for (const record of records) merger.add(record, 0);
        const merged = merger.drain();
        expect(merged.map(({ time }) => time)).toEqual(
          all
            .flat()
            .map(({ time }) => time)
            .toSorted((a, b) => a - b),
        );
        for (const [index, records] of all.entries())
          expect(merged.filter(({ source }) => source.instance === `i${index}`)).toEqual(records);
      }),
    );
  });

  test('what is held has an end', () => {
    const merger = new Merger(400);
    let given = 0;
    for (let second = 0; second < 80_000; second += 1) {
      for (const record of recordsOf(file('a'), [line(second, 'x'), line(second, 'y')]))
        merger.add(record, 0);
      given += merger.overflow().length;
    }
    expect(given).toBeGreaterThan(60_000);
    expect(given + merger.drain().length).toBe(160_000);
  });
});

describe('presenting', () => {
  const a = recordsOf(file('a'), [line(1, 'x'), '\tat y', '2026-11-22 08:00:02,345 INFO main - ms']);
  const b = recordsOf(file('b', false), ['plain']);

  test('for programs: a record an event, as it was written', () => {
    expect(recordEvents(a.slice(0, 1))).toEqual([
      {
        event: 'output',
        host: 'host-of-a',
        instance: 'a',
        time: '2026-11-22T00:00:01.000Z',
        text: `${line(1, 'x')}\n\tat y`,
      },
    ]);
  });

  test("for people: in the reader's time, what an instance says in a row at once", () => {
    expect(recordTexts(true)([...a, ...b]).map(({ instance, text }) => [instance, text])).toEqual([
      ['a', '2026-11-22 00:00:01 INFO main - x\n\tat y\n2026-11-22 00:00:02,345 INFO main - ms'],
      ['b', 'plain'],
    ]);
  });
});
