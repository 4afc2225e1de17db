import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { launch, NO_SUCH_PROGRAM, startLocal } from '../../src/shell/local-process.ts';

const env = { PATH: process.env['PATH'], GREETING: 'hello' };
const MIB = 1 << 20;

afterEach(() => void vi.unstubAllEnvs());

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a program on this machine', () => {
  test('gets its words, its environment and its directory as they are, and nothing of an environment for zx', async () => {
    vi.stubEnv('ZX_PREFIX', 'echo spoilt; ');
    vi.stubEnv('ZX_VERBOSE', 'true');
    const words = ['printf', '%s|', `it's $GREETING`, '', '*', 'a\nb', '$(id)', '{x,y}', 'ü'];
    const run = await startLocal(words, { env, cwd: '/' });
    run.stdin.end();
    expect(await text(run.stdout)).toBe(`${words.slice(2).join('|')}|`);
    const told = await startLocal(['sh', '-c', 'echo "$GREETING $(pwd)"'], { env, cwd: '/' });
    expect(await text(told.stdout)).toBe('hello /\n');
  });

  test.each([
    [['sh', '-c', 'exit 3'], { code: 3 }],
    [['sh', '-c', 'kill -9 $$'], { code: null, signal: 'SIGKILL' }],
    [['no-such-program-anywhere'], { code: NO_SUCH_PROGRAM }],
  ])('%j ends with %j', async (words, status) => {
    const run = await startLocal(words, { env });
    run.stdout.resume();
    run.stderr.resume();
    expect(await run.ended).toEqual(status);
  });

  test('that cannot be started rejects', async () => {
    const run = await startLocal(['true'], { env, cwd: '/no/such/directory' });
    await expect(run.ended).rejects.toThrow(/ENOENT/);
  });

  test('takes bytes as they are and gives them back, and keeps none of them', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const echo = await startLocal(['cat'], { env });
    echo.stdin.end(bytes);
    expect(await buffer(echo.stdout)).toEqual(bytes);
    const before = process.memoryUsage.rss();
    const flood = await startLocal(['head', '-c', String(192 * MIB), '/dev/zero'], { env });
    let size = 0;
    flood.stdout.on('data', (chunk: Buffer) => (size += chunk.length));
    await finished(flood.stdout);
    expect(size).toBe(192 * MIB);
    expect(process.memoryUsage.rss() - before).toBeLessThan(96 * MIB);
  });

  test('waits where nobody reads its output', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rmqctl-process-'));
    const done = join(folder, 'done');
    const run = await startLocal(['sh', '-c', `head -c ${8 * MIB} /dev/zero; : >${done}`], { env });
    run.stdout.pause();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(existsSync(done)).toBe(false);
    run.stdout.resume();
    expect(await run.ended).toEqual({ code: 0 });
    rmSync(folder, { recursive: true });
  });

  test('is in a group of its own, and is killed with all of it, without ps', async () => {
    const run = await startLocal(['sh', '-c', 'sleep 60 & echo $$ $!; wait'], { env });
    const line = await new Promise<string>((resolve) =>
      run.stdout.once('data', (data) => resolve(String(data))),
    );
    const pids = line.trim().split(' ').map(Number);
    expect(pids.every(isAlive)).toBe(true);
    run.kill();
    expect(await run.ended).toEqual({ code: null, signal: 'SIGTERM' });
    await vi.waitFor(() => expect(isAlive(pids[0]!)).toBe(false));
    run.kill(); // again: nothing happens
  });
});

describe('a program that is launched', () => {
  test('has no streams and is not waited for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rmqctl-process-'));
    const file = join(folder, 'made');
    writeFileSync(join(folder, 'browser'), `#!/bin/sh\necho told\ncat\n: >"$1"\n`, { mode: 0o755 });
    const ended = launch(['browser', file], { env: { PATH: `${folder}:${env.PATH}` } });
    expect(await ended).toEqual({ code: 0 });
    expect(existsSync(file)).toBe(true);
    expect(await launch(['no-such-browser'], { env })).toEqual({ code: NO_SUCH_PROGRAM });
    rmSync(folder, { recursive: true });
  });
});
