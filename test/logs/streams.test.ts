import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameStream } from '../../src/logs/host-logs.ts';
import { LineSplitter } from '../../src/logs/line-splitter.ts';
import { cut } from '../sample/log-lines.ts';

const cuts = fc.array(fc.nat(5000), { maxLength: 20 });

describe('lines', () => {
  test('are the same however the bytes come', () => {
    const text = fc.array(
      fc.string({ unit: 'grapheme', maxLength: 30 }).map((one) => one.replaceAll(/[\r\n]/g, '')),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(text, cuts, (lines, places) => {
        const splitter = new LineSplitter();
        const bytes = Buffer.from(`${lines.join('\n')}\n`);
        expect(cut(bytes, places).flatMap((part) => splitter.push(part))).toEqual(lines);
        expect(splitter.end()).toEqual([]);
      }),
    );
  });

  test('may end in CRLF; the last one may have no end', () => {
    const splitter = new LineSplitter();
    expect(splitter.push(Buffer.from('a\r\nb\nc'))).toEqual(['a', 'b']);
    expect(splitter.end()).toEqual(['c']);
    expect(splitter.push(Buffer.from('d\n'))).toEqual(['d']);
  });

  test('without an end are given in pieces, so that memory has one', () => {
    const splitter = new LineSplitter();
    const piece = Buffer.alloc(400_000, 'x');
    const given = Array.from({ length: 20 }, () => splitter.push(piece)).flat();
    expect(given.join('').length + splitter.end().join('').length).toBe(8_000_000);
    expect(Math.max(...given.map(({ length }) => length))).toBeLessThan(1_500_000);
  });
});

describe('frames', () => {
  const frame = (id: string, status: string, text: string): string =>
    `\nmark ${id} ${status} ${Buffer.byteLength(text)}\n${text}`;

  /** What the frames in these parts are. */
  function read(parts: readonly Buffer[]): string[] {
    const seen: string[] = [];
    const stream = new FrameStream('mark', {
      onHeader: (id, status) => void seen.push(`${id} ${status} `),
      onBytes: (bytes) => void seen.push(`${seen.pop()}${bytes.toString('latin1')}`),
    });
    for (const part of parts) stream.push(part);
    return seen;
  }

  test('are the same however the bytes come; what a shell says before them is passed over', () => {
    const text = `motd\n${frame('1', '9:0:1', 'a\n\nmark 2 x 5\n')}${frame('live', '0', '')}${frame('2', '8:7:1', 'b')}${frame('beat', '0', '')}`;
    fc.assert(
      fc.property(cuts, (places) => {
        expect(read(cut(Buffer.from(text), places))).toEqual([
          '1 9:0:1 a\n\nmark 2 x 5\n',
          'live 0 ',
          '2 8:7:1 b',
          'beat 0 ',
        ]);
      }),
    );
  });

  test.each([
    ['longer than it was said to be', `${frame('1', 'a', 'abc')}more${frame('2', 'b', '')}`],
    ['shorter', `\nmark 1 a 9\nabc${frame('2', 'b', '')}tail`],
    ['with a header that is none', '\nmark 1 a x\n'],
    ['with a header that does not end', `\nmark ${'x'.repeat(5000)}`],
  ])('%s are refused', (_what, text) => {
    expect(() => read([Buffer.from(text)])).toThrow(expect.objectContaining({ code: 'INCOMPLETE_ANSWER' }));
  });
});
