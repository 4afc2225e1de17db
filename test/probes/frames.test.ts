import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Frame, FrameReader } from '../../src/probes/frames.ts';
import { framed, runScript } from '../../src/probes/remote-script.ts';
import { ExitCode } from '../../src/errors.ts';
import { lines, sh } from '../../src/shell/script.ts';
import type { RunOptions } from '../../src/transport/transport.ts';
import { SHELLS } from '../sample/shells.ts';
import { framesOf, shellTransport } from '../sample/real-shell.ts';

const MARK = 'rmqctl-0123456789abcdef';

/** The bytes of a frame, as `frame` of the prelude writes them. */
function bytesOf({ id, status, text }: Frame): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from(`\n${MARK} ${id} ${status} ${body.length}\n`), body]);
}

function read(stream: Buffer, cuts: readonly number[]): Frame[] {
  const reader = new FrameReader(MARK);
  const ends = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
  return ends.flatMap((end, i) => reader.push(stream.subarray(ends[i - 1] ?? 0, end)));
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  // what looks like a frame inside of one
  fc.constantFrom('', '\n', `\n${MARK} 0 0 5\nhello`, `${MARK} 9 9 9`, '\n\n\n', `\n${MARK} x 0 99999\n`),
);
const frame = fc.record({
  id: fc.constantFrom('0', '17', 'facts', 'end'),
  status: fc.constantFrom('0', '1', '127', 'blocked'),
  text,
});
/** What a noisy host prints; it cannot know the mark. */
const noise = fc.string({ unit: 'binary', maxLength: 60 }).filter((chars) => !chars.includes(MARK));
const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('frames', () => {
  test('come out as they went in, whatever stands around them and however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, frame), { maxLength: 8 }), noise, cuts, (parts, last, at) => {
        const stream = Buffer.concat([
          ...parts.flatMap(([around, each]) => [Buffer.from(around), bytesOf(each)]),
          Buffer.from(last),
        ]);
        expect(read(stream, at)).toEqual(parts.map(([, each]) => each));
      }),
      { numRuns: 500 },
    );
  });

  test('one that is not whole is no answer', () => {
    fc.assert(
      fc.property(frame, frame, fc.nat(), cuts, (whole, cutOff, missing, at) => {
        const second = bytesOf({ ...cutOff, text: `${cutOff.text}.` });
        const stream = Buffer.concat([
          bytesOf(whole),
          second.subarray(0, -1 - (missing % (second.length - 1))),
        ]);
        expect(read(stream, at)).toEqual([whole]);
      }),
    );
  });

  test('of another script are noise', () => {
    const other = Buffer.from(
      bytesOf({ id: '0', status: '0', text: 'x' }).toString().replace(MARK, 'rmqctl-other'),
    );
    const mine = { id: '1', status: '0', text: 'y' };
    expect(read(Buffer.concat([other, bytesOf(mine)]), [])).toEqual([mine]);
  });
});

describe.each(SHELLS)('the scripts that write them, by %s', (shell) => {
  const host = shellTransport(shell, { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' });

  test('count bytes, not characters, and keep line breaks at the end', async () => {
    const texts = ['', 'ä€😀', 'a\n\n', '\n', `\nrmqctl-test 0 0 3\nabc`];
    const body = lines(texts.map((each, i) => framed(String(i), sh`printf %s ${each}`)));
    expect((await framesOf(host, body)).map(({ text: found }) => found)).toEqual(texts);
  });

  test('carry any text', async () => {
    const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 50 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(words, async (raw) => {
        // the shell drops NUL, and nobody but Node knows lone surrogates
        const given = raw.map((each) => Buffer.from(each.replaceAll('\0', '')).toString());
        const body = lines(given.map((each, i) => framed(String(i), sh`printf %s ${each}`)));
        expect((await framesOf(host, body)).map(({ text: found }) => found)).toEqual(given);
      }),
      { numRuns: 20 },
    );
  });

  test('say how a part ended, and go on after it', async () => {
    const body = lines([
      framed('a', sh`echo one; exit 3`),
      framed('b', sh`no_such_command_anywhere 2>/dev/null`),
      framed('c', sh`read -r line; echo "got $line"; cat`),
      framed('d', sh`printf suffix; exit 0`),
    ]);
    expect(await framesOf(host, body)).toEqual([
      { id: 'a', status: '3', text: 'one\n' },
      { id: 'b', status: '127', text: '' },
      { id: 'c', status: '0', text: 'got \n' }, // nothing of the script is left to be read
      { id: 'd', status: '0', text: 'suffix' },
    ]);
  });

  test('a script that is cut off runs nothing', async () => {
    const cut = {
      ...host,
      run: (script: { text: string }) => host.run(sh`sh -c ${script.text.slice(0, -15)}`),
    };
    const frames: Frame[] = [];
    const running = runScript({
      transport: cut,
      body: framed('0', sh`echo x`),
      onFrame: (f) => frames.push(f),
    });
    await expect(running).rejects.toMatchObject({
      code: 'INCOMPLETE_ANSWER',
      host: 'node1',
      hint: expect.any(String),
    });
    expect(frames).toEqual([]);
  });

  test('a login shell that runs nothing is told with what it said', async () => {
    const nologin = {
      ...host,
      run: (_: unknown, options?: RunOptions) => host.run(sh`echo 'account not available'; exit 1`, options),
    };
    await expect(framesOf(nologin, framed('0', sh`echo x`))).rejects.toMatchObject({
      code: 'INCOMPLETE_ANSWER',
      exit: ExitCode.connect,
      message: expect.stringMatching(/\(exit status 1\).*account not available/s),
      hint: expect.stringContaining('ForceCommand'),
    });
  });

  test('one that dies is told with its last words', async () => {
    const running = framesOf(
      host,
      sh`
      echo "out of memory" >&2
      kill -KILL $$`,
    );
    await expect(running).rejects.toThrow(/ended early .*out of memory/s);
  });
});
