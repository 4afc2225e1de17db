import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RmqctlError } from '../../src/errors.ts';
import { followLogs, readLogs, type LogsOptions } from '../../src/logs/follow.ts';
import type { Start } from '../../src/logs/follow-script.ts';
import { openLocal } from '../../src/transport/local.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { line, MIDNIGHT } from '../sample/log-lines.ts';

/** The script and its reader, held to what a real shell and real files do. */

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmqctl logs it's "));
  log = join(folder, 'broker.log');
  mkdirSync(join(folder, 'otherdays'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const numbered = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, index) => `${line((from + index) / 10, `number ${from + index}`)}\n`,
  ).join('');
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const otherday = (name: string): string => join(folder, 'otherdays', name);

/** Makes of the log what logback does when it has grown enough. */
function roll(compressed: boolean): void {
  const [one, two] = compressed ? ['broker.1.log.gz', 'broker.2.log.gz'] : ['broker.1.log', 'broker.2.log'];
  spawnSync('mv', [otherday(one), otherday(two)]);
  if (!compressed) return renameSync(log, otherday(one));
  renameSync(log, `${log}77.tmp`);
  writeFileSync(otherday(one), gzipSync(spawnSync('cat', [`${log}77.tmp`]).stdout));
  rmSync(`${log}77.tmp`);
}

const here = (): Transport =>
  openLocal(
    { host: 'node1', local: true, become: false },
    { acceptNew: false, timeout: 1000, env: process.env, notice: () => undefined },
  );

interface Heard {
  readonly numbers: number[];
  readonly missed: string[];
  readonly trouble: string[];
  live: boolean;
}

interface Setting {
  readonly start: Start;
  readonly open?: () => Promise<Transport>;
}

function listening({ start, open }: Setting): { heard: Heard; options: LogsOptions; stop: () => void } {
  const heard: Heard = { numbers: [], missed: [], trouble: [], live: false };
  const over = new AbortController();
  const file = { host: 'node1', instance: 'broker-a', path: log, stamped: true };
  const options: LogsOptions = {
    hosts: [
      {
        name: 'node1',
        open: open ?? (() => Promise.resolve(here())),
        files: () => Promise.resolve([file]),
      },
    ],
    start,
    now: Date.now,
    signal: over.signal,
    onRecords: (records) => {
      for (const { lines } of records)
        heard.numbers.push(...lines.map((text) => Number(/number (\d+)$/.exec(text)?.[1])));
    },
    onLive: () => (heard.live = true),
    onTrouble: (_host, trouble) => void heard.trouble.push(trouble === 'back' ? trouble : trouble.code),
    onMissed: ({ path }) => void heard.missed.push(path),
  };
  return { heard, options, stop: () => over.abort() };
}

describe('reading', () => {
  test.each([
    ['the last lines', { from: 'last', lines: 3 }, range(497, 500)],
    ['no lines', { from: 'last', lines: 0 }, []],
    ['more lines than there are', { from: 'last', lines: 5000 }, range(0, 500)],
    ['all', { from: 'beginning' }, range(0, 500)],
    ['what comes from now on', { from: 'end' }, []],
  ] as const)('%s', async (_what, start, expected) => {
    writeFileSync(log, numbered(0, 500));
    const { heard, options } = listening({ start });
    await readLogs(options);
    expect(heard).toMatchObject({ numbers: expected, missed: [], trouble: [] });
  });

  test('since a moment: hardly more of a large log than there has to be', async () => {
    writeFileSync(log, numbered(0, 40_000));
    const { heard, options } = listening({ start: { from: 'since', time: MIDNIGHT + 3_900_000 } });
    await readLogs(options);
    expect(heard.numbers.slice(-1000)).toEqual(range(39_000, 40_000));
    expect(heard.numbers.length).toBeLessThan(4000);
  });

  test('since a moment: what was rolled since comes first, the oldest before the others', async () => {
    writeFileSync(otherday('broker.10.log.gz'), gzipSync(numbered(0, 10)));
    writeFileSync(otherday('broker.9.log'), numbered(10, 20));
    writeFileSync(otherday('broker_default.1.log'), numbered(90, 95));
    writeFileSync(otherday('broker.1.log.gz'), gzipSync(numbered(20, 30)));
    writeFileSync(log, numbered(30, 40));
    const { heard, options } = listening({ start: { from: 'since', time: Date.now() - 60_000 } });
    await readLogs(options);
    expect(heard.numbers).toEqual(range(0, 40));
  });

  test('a log that is not there has nothing to say; a host that is not there is told', async () => {
    const { heard, options } = listening({ start: { from: 'last', lines: 3 } });
    await readLogs(options);
    expect(heard).toMatchObject({ numbers: [], missed: [], trouble: [] });
    const open = (): Promise<Transport> => Promise.reject(new RmqctlError('HOST_UNREACHABLE', 'no'));
    const lost = listening({ start: { from: 'last', lines: 3 }, open });
    await readLogs(lost.options);
    expect(lost.heard.trouble).toEqual(['HOST_UNREACHABLE']);
  });
});

describe('following', () => {
  /** Follows while `work` is done, and until `count` numbers were heard. */
  async function follow(setting: Setting, work: (heard: Heard) => Promise<void>): Promise<Heard> {
    const { heard, options, stop } = listening(setting);
    const following = followLogs(options);
    try {
      await work(heard);
    } finally {
      stop();
      await following;
    }
    return heard;
  }
  const heardAll = (heard: Heard, count: number): Promise<void> =>
    expect.poll(() => heard.numbers.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
  const start = { from: 'last', lines: 1000 } as const;

  test.each([
    ['renamed', false],
    ['compressed', true],
  ])('a log that is %s is followed, also when that happens twice at once', async (_how, compressed) => {
    writeFileSync(log, numbered(0, 10));
    const heard = await follow({ start }, async (so) => {
      await heardAll(so, 10);
      // the reader sees none of these moments: it finds the files afterwards
      appendFileSync(log, numbered(10, 20));
      roll(compressed);
      writeFileSync(log, numbered(20, 30));
      roll(compressed);
      writeFileSync(log, numbered(30, 40));
      await heardAll(so, 40);
      appendFileSync(log, numbered(40, 50));
      await heardAll(so, 50);
    });
    expect(heard).toMatchObject({ numbers: range(0, 50), missed: [], trouble: [] });
  });

  test('a log that appears, and one that is emptied in place', async () => {
    const heard = await follow({ start: { from: 'end' } }, async (so) => {
      await vi.waitFor(() => expect(so.live).toBe(true), { timeout: 15_000 }); // what is there before the first look is not heard
      writeFileSync(log, numbered(0, 10));
      await heardAll(so, 10);
      truncateSync(log);
      await new Promise((resolve) => setTimeout(resolve, 600));
      appendFileSync(log, numbered(10, 15));
      await heardAll(so, 15);
    });
    expect(heard.numbers).toEqual(range(0, 15));
  });

  test('a log that was replaced, what it was being gone: that is said', async () => {
    writeFileSync(log, numbered(0, 10));
    const heard = await follow({ start }, async (so) => {
      await heardAll(so, 10);
      writeFileSync(`${log}.new`, numbered(10, 20));
      renameSync(`${log}.new`, log);
      await heardAll(so, 20);
    });
    expect(heard).toMatchObject({ numbers: range(0, 20), missed: [log], trouble: [] });
  });

  test('when the connection breaks, reading goes on where it stopped, in the middle of a line if need be', async () => {
    const breaking = new AbortController();
    const lost = new RmqctlError('CONNECTION_LOST', 'gone');
    let opened = 0;
    const open = async (): Promise<Transport> => {
      opened += 1;
      const transport = here();
      if (opened === 2) throw lost;
      if (opened > 1) return transport;
      const run: Transport['run'] = (script, options) =>
        transport.run(script, { ...options, signal: breaking.signal });
      return {
        host: 'node1',
        run,
        pipe: () => Promise.reject(lost),
        dial: () => Promise.reject(lost),
        close: () => transport.close(),
      };
    };
    writeFileSync(log, numbered(0, 10));
    const heard = await follow({ start, open }, async (so) => {
      await heardAll(so, 10);
      const text = numbered(10, 20);
      appendFileSync(log, text.slice(0, 100));
      await new Promise((resolve) => setTimeout(resolve, 500));
      breaking.abort(lost);
      appendFileSync(log, text.slice(100));
      roll(true);
      writeFileSync(log, numbered(20, 30));
      await heardAll(so, 30);
    });
    expect(heard).toMatchObject({ numbers: range(0, 30), missed: [], trouble: ['CONNECTION_LOST', 'back'] });
  });
});
