import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileBatch } from '../../src/execute/compile.ts';
import type { Step } from '../../src/plan/steps/plan.ts';
import { sh, type Script } from '../../src/shell/script.ts';
import { SHELLS } from '../sample/shells.ts';
import { framesOf, shellTransport } from '../sample/real-shell.ts';
import { says, step } from '../sample/steps.ts';

describe.each(SHELLS)('a batch by %s', (shell) => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rmqctl-batch-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** @returns "id status text" of each frame, and what ran in which order */
  async function run(
    steps: readonly Step[],
    ...beginning: Script[]
  ): Promise<{ frames: string[]; ran: string[] }> {
    const log = join(root, 'log');
    const frames = await framesOf(shellTransport(shell, { LOG: log }), compileBatch(steps, beginning));
    const ran = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    return { frames: frames.map(({ id, status, text }) => `${id} ${status} ${text}`.trim()), ran };
  }

  test('a failed step blocks what needs it, and what needs that; the rest goes on', async () => {
    const { frames, ran } = await run([
      step('n file:a', { apply: says('a', 4) }),
      step('n file:b', { apply: says('b'), needs: ['n file:a'] }),
      step('n file:c', { apply: says('c'), needs: ['n file:b'] }),
      step('n file:d', { apply: says('d'), needs: ['other file:x'] }),
      step('n file:e', { apply: says('e'), needs: ['n file:d'] }),
    ]);
    expect(frames).toEqual(['0 4 a failed', '1 blocked', '2 blocked', '3 0', '4 0']);
    expect(ran).toEqual(['a', 'd', 'e']);
  });

  test('a step ends at its first failing command, whichever it is', async () => {
    const { frames, ran } = await run([
      step('n file:a', {
        apply: sh`
        echo before >>"$LOG"
        false
        echo after >>"$LOG"`,
      }),
      step('n file:b', { apply: sh`cat /no/such/file; echo after >>"$LOG"` }),
      step('n file:c', { apply: sh`put /proc/no/such 644 '' x; echo after >>"$LOG"` }),
    ]);
    expect(ran).toEqual(['before']);
    expect(frames[0]).toBe('0 1');
    expect(frames[1]).toMatch(/^1 1 .*\/no\/such\/file/);
    expect(frames[2]).toMatch(/^2 1 .*\/proc\/no/);
  });

  test('a step without commands, or with variables of its own, leaves the others alone', async () => {
    const { frames } = await run([
      step('n file:a', { apply: sh`` }),
      step('n file:b', { apply: sh`failed=' 2 ' mark=x; cd /; exit 0` }),
      step('n file:c', { apply: sh`echo "$failed"`, needs: ['n file:b'] }),
    ]);
    expect(frames).toEqual(['0 0', '1 0', '2 0']);
  });

  test('gates wait as late as may be, so that processes start side by side', async () => {
    const { frames, ran } = await run([
      step('n service:namesrv', { apply: says('start namesrv'), gate: says('await namesrv') }),
      step('n service:a', { apply: says('start a'), gate: says('await a'), needs: ['n service:namesrv'] }),
      step('n service:b', { apply: says('start b'), gate: says('await b'), needs: ['n service:namesrv'] }),
      step('n file:last', { apply: says('last'), needs: ['n service:b'] }),
    ]);
    expect(ran).toEqual([
      'start namesrv',
      'await namesrv',
      'start a',
      'start b',
      'await b',
      'last',
      'await a',
    ]);
    // a step with a gate answers twice
    expect(frames).toEqual(['0 0', '0 0', '1 0', '2 0', '2 0', '3 0', '1 0']);
  });

  test('a gate that fails blocks dependants; one whose step failed is not asked', async () => {
    const { frames, ran } = await run([
      step('n service:a', { apply: says('start a'), gate: says('await a', 1) }),
      step('n service:b', { apply: says('start b', 1), gate: says('await b') }),
      step('n service:c', { apply: says('start c'), gate: says('await c'), needs: ['n service:a'] }),
    ]);
    expect(ran).toEqual(['start a', 'start b', 'await a']);
    expect(frames).toEqual(['0 0', '1 1 start b failed', '0 1 await a failed', '2 blocked']);
  });

  test('ten and more steps are told apart', async () => {
    const steps = Array.from({ length: 12 }, (_, i) =>
      step(`n file:${i}`, { apply: says(String(i), i === 1 ? 1 : 0), needs: i === 11 ? ['n file:1'] : [] }),
    );
    const { frames } = await run(steps);
    expect(frames.slice(9)).toEqual(['9 0', '10 0', '11 blocked']);
  });

  test('what the script begins with is there for every step', async () => {
    const steps = [step('n release:/r', { apply: sh`echo "$release_sha256"` })];
    const { frames } = await run(steps, sh`release_sha256=${'abc'}`);
    expect(frames).toEqual(['0 0 abc']);
  });
});
