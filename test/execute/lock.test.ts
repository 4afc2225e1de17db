import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { atWork, LOCKED, type LockOwner, releaseLock, takeLock } from '../../src/execute/lock.ts';
import { framed, prelude, runScript } from '../../src/probes/remote-script.ts';
import type { Frame } from '../../src/probes/frames.ts';
import { lines, sh, type Script } from '../../src/shell/script.ts';
import { SHELLS } from '../sample/shells.ts';
import { framesOf, shellTransport } from '../sample/real-shell.ts';

const owner = (run: string): LockOwner => ({ who: `ann@laptop`, run, since: '2026-11-22T00:00:00.000Z' });

/** The host's list of what was made there is no lock. */
const locksIn = (folder: string): string[] => readdirSync(folder).filter((name) => name !== 'made');

const c1 = { cluster: 'c1', paths: {} };
const c2 = { cluster: 'c2', paths: {} };

describe.each(SHELLS)('the lock by %s', (shell) => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rmqctl-lock-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const folder = (): string => join(home, '.local/state/rmqctl');
  const path = (): string => join(folder(), 'c1.lock');

  /** An ordinary user's host, whoever runs the tests: as root the lock is in /run, which is this machine's. */
  async function ask(part: Script): Promise<Frame> {
    const unprivileged = sh`id() { echo 1000; }`;
    const body = lines([unprivileged, framed('0', part)]);
    return (await framesOf(shellTransport(shell, { HOME: home }), body))[0]!;
  }

  /** Runs a script below a program that is no shell, as sshd's child is. */
  function serve(script: Script) {
    const program = `
      const { spawn } = require('node:child_process');
      const child = spawn(${JSON.stringify(shell)}, ['-s'], { stdio: ['pipe', 'inherit', 'inherit'] });
      process.stdin.pipe(child.stdin);
      setInterval(() => {}, 1000);
    `;
    const serving = spawn(process.execPath, ['-e', program], {
      env: { ...process.env, HOME: home },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    serving.stdin.end(script.text);
    return serving;
  }

  test('is taken once; who comes second is told whose it is', async () => {
    expect(await ask(takeLock(c1, owner('one')))).toEqual({ id: '0', status: '0', text: '' });
    expect(locksIn(folder())).toEqual(['c1.lock']);
    expect(await ask(takeLock(c1, owner('two')))).toEqual({
      id: '0',
      status: LOCKED,
      text: 'ann@laptop since 2026-11-22T00:00:00.000Z\n',
    });
    expect(readFileSync(path(), 'utf8')).toContain(' one ');
    expect(locksIn(folder())).toEqual(['c1.lock']);
  });

  test('another cluster has another one', async () => {
    await ask(takeLock(c1, owner('one')));
    expect(await ask(takeLock(c2, owner('two')))).toMatchObject({ status: '0' });
  });

  test('is given back by its own run alone', async () => {
    await ask(takeLock(c1, owner('one')));
    await ask(releaseLock(c1, owner('two')));
    expect(existsSync(path())).toBe(true);
    await ask(releaseLock(c1, owner('one')));
    expect(existsSync(path())).toBe(false);
    expect(await ask(releaseLock(c1, owner('one')))).toMatchObject({ status: '0' });
    expect(await ask(takeLock(c1, owner('two')))).toMatchObject({ status: '0' });
  });

  test.each([
    ['whose process is gone', () => `${deadPid()} 12345 old 2026-01-01 bob@gone\n`],
    ['whose number is another process by now', () => `${process.pid} 1 old 2026-01-01 bob@gone\n`],
    ['that was never written to its end', () => `${process.pid}`],
    ['that is empty', () => ''],
  ])('one %s is nobody’s', async (_name, content) => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(path(), content());
    expect(await ask(takeLock(c1, owner('one')))).toEqual({ id: '0', status: '0', text: '' });
    expect(readFileSync(path(), 'utf8')).toContain(' one ');
    expect(locksIn(folder())).toEqual(['c1.lock']);
  });

  test('lasts as long as the process that serves the connection, not as its scripts', async () => {
    const serving = serve(
      lines([prelude(), sh`id() { echo 1000; }`, takeLock(c1, owner('one')), sh`echo taken`]),
    );
    await new Promise((resolve) => serving.stdout.once('data', resolve));
    expect(readFileSync(path(), 'utf8').split(' ')[0]).toBe(String(serving.pid));
    expect(await ask(takeLock(c1, owner('two')))).toMatchObject({ status: LOCKED });
    const ended = new Promise((resolve) => serving.once('exit', resolve));
    serving.kill('SIGKILL');
    await ended;
    expect(await ask(takeLock(c1, owner('two')))).toMatchObject({ status: '0' });
  });

  describe('and a step that is at work', () => {
    const mark = () => `${path()}.at-work`;
    const look = () => sh`cat ${mark()} || echo none`;

    test('is known while it is, and no longer', async () => {
      await ask(takeLock(c1, owner('one')));
      expect((await ask(atWork(c1, owner('one'), look()))).text).toMatch(/^\d+ \d+\n$/);
      expect(locksIn(folder())).toEqual(['c1.lock']);
    });

    test('is not begun under another run’s lock', async () => {
      await ask(takeLock(c1, owner('one')));
      const body = lines([
        sh`id() { echo 1000; }`,
        framed('0', sh`:`),
        atWork(c1, owner('two'), framed('1', look())),
      ]);
      const frames: Frame[] = [];
      await expect(
        runScript({
          transport: shellTransport(shell, { HOME: home }),
          body,
          onFrame: (frame) => frames.push(frame),
        }),
      ).rejects.toThrow(/another run has taken over the cluster's lock: .* one .*ann@laptop/);
      expect(frames.map(({ id }) => id)).toEqual(['0', 'lost']);
      expect(locksIn(folder())).toEqual(['c1.lock']);
    });

    /** A script of a run that is gone, in the midst of a step. */
    async function leave() {
      mkdirSync(folder(), { recursive: true });
      writeFileSync(path(), `${deadPid()} 12345 old 2026-01-01 bob@gone\n`);
      const left = spawn(shell, ['-s'], {
        env: { ...process.env, HOME: home },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const body = atWork(c1, owner('old'), sh`echo begun; read -r word`);
      left.stdin.write(
        `${lines([prelude(), sh`id() { echo 1000; }`]).text}\nmain() {\n${body.text}\n}\nmain\n`,
      );
      await new Promise((resolve) => left.stdout.once('data', resolve));
      return left;
    }

    test('of a run that is gone is awaited', async () => {
      const left = await leave();
      const taken = ask(takeLock(c1, owner('two')));
      expect(await Promise.race([taken, sleep(1000, 'waits')])).toBe('waits');
      left.stdin.end('go on\n');
      expect(await taken).toMatchObject({ status: '0' });
      expect(locksIn(folder())).toEqual(['c1.lock']);
    });

    test('is awaited by nobody whose own run is gone', async () => {
      const left = await leave();
      const serving = serve(lines([prelude(), sh`id() { echo 1000; }`, takeLock(c1, owner('two'))]));
      await vi.waitFor(() => expect(readFileSync(path(), 'utf8')).toContain(' two '), { timeout: 15_000 });
      const ended = new Promise((resolve) => serving.stdout.once('close', resolve));
      serving.stdout.resume();
      serving.kill('SIGKILL');
      const others = `${process.pid} 1 three 2026-01-01 bob@here\n`;
      writeFileSync(path(), others);
      await ended;
      expect(readFileSync(path(), 'utf8')).toBe(others);
      left.kill('SIGKILL');
    });

    test('of a run that is gone, and lasts, is told; the lock is free again', async () => {
      const left = await leave();
      const hurried = lines([sh`sleep() { :; }`, takeLock(c1, owner('two'))]);
      expect(await ask(hurried)).toMatchObject({
        status: LOCKED,
        text: `process ${left.pid}, with the last step of a run that was ended\n`,
      });
      expect(existsSync(path())).toBe(false);
      const ended = new Promise((resolve) => left.once('exit', resolve));
      left.kill('SIGKILL');
      await ended;
      expect(await ask(takeLock(c1, owner('two')))).toMatchObject({ status: '0' });
      expect(locksIn(folder())).toEqual(['c1.lock']);
    });
  });

  test.each([
    ['a free lock', ''],
    ['a lock of nobody', `${deadPid()} 12345 old 2026-01-01 bob@gone\n`],
    ['a broken lock', '\n'],
  ])('of twenty who run for %s, one gets it', async (_name, content) => {
    mkdirSync(folder(), { recursive: true });
    if (content !== '') writeFileSync(path(), content);
    const racers = Array.from({ length: 20 }, (_, i) => ask(takeLock(c1, owner(`run${i}`))));
    const outcomes = await Promise.all(racers);
    expect(outcomes.filter(({ status }) => status === '0')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === LOCKED)).toHaveLength(19);
    const winner = outcomes.findIndex(({ status }) => status === '0');
    expect(readFileSync(path(), 'utf8')).toContain(` run${winner} `);
    expect(locksIn(folder())).toEqual(['c1.lock']);
  });
});

/** A number that no process has: above the largest that this kernel gives. */
function deadPid(): number {
  return Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8')) + 1;
}
