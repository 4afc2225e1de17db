import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { CommandContext, Io } from '../../src/operations/context.ts';
import { cacheDirectory } from '../../src/operations/files/input.ts';
import { isYes } from '../../src/commands/frame/prompt.ts';
import { rmqctl, trying } from '../sample/world.ts';

/** Runs a command that asks its context for something; gives what it got, or the error's code. */
async function ask(
  question: (context: CommandContext) => Promise<unknown>,
  over: Partial<Io> = {},
  flags: readonly string[] = [],
) {
  const answers: unknown[] = [];
  const entries = trying(async (context) => {
    answers.push(await question(context));
    return 0;
  });
  const outcome = await rmqctl(['try', ...flags], { ...over, entries });
  return { ...outcome, answer: answers[0] };
}

describe('readInput', () => {
  test('a file, relative to the working directory', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'rmqctl-'));
    await writeFile(join(cwd, 'x.yaml'), 'größe: 1\n');
    expect((await ask(({ readInput }) => readInput('x.yaml'), { cwd })).answer).toBe('größe: 1\n');
    expect(await ask(({ readInput }) => readInput('y.yaml'), { cwd })).toMatchObject({
      code: 3,
      out: expect.stringContaining(
        'INVENTORY_UNREADABLE cannot read the inventory y.yaml: there is no such file',
      ),
    });
    expect((await ask(({ readInput }) => readInput('.'), { cwd })).out).toContain('it is a directory');
  });

  test('- is standard input', async () => {
    const stdin = Readable.from([Buffer.from('clus'), Buffer.from('ter: x')]);
    expect((await ask(({ readInput }) => readInput('-'), { stdin })).answer).toBe('cluster: x');
  });

  test('an interrupt ends the wait for standard input', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const over = { stdin: new PassThrough(), interrupt: controller.signal };
    expect((await ask(({ readInput }) => readInput('-'), over)).code).toBe(130);
  });
});

describe('questions', () => {
  const terminal = (...typed: string[]): Io['stdin'] => Object.assign(Readable.from(typed), { isTTY: true });

  test.each([
    ['y\n', true],
    ['YES\r\n', true],
    ['n\n', false],
    ['\n', false],
    ['yessir\n', false],
  ])('%j is %s', async (typed, yes) => {
    const { answer, err } = await ask(({ confirm }) => confirm('Go on?'), { stdin: terminal(typed) });
    expect(answer).toBe(yes);
    expect(err).toBe('Go on? [y/N] ');
  });

  test('a secret is not shown', async () => {
    const { answer, err, out } = await ask(({ askSecret }) => askSecret('password', 'RMQCTL_SECRET'), {
      stdin: terminal('s3cret\n'),
    });
    expect(answer).toBe('s3cret');
    expect(err).toBe('password: \n');
    expect(out).not.toContain('s3cret');
  });

  test('the end of input is an interrupt, not an answer', async () => {
    expect((await ask(({ confirm }) => confirm('Go on?'), { stdin: terminal() })).code).toBe(130);
  });

  test.each([
    ['without a terminal', {}, []],
    ['with --json', { stdin: terminal('y\n') }, ['--json']],
  ])('%s nobody can answer', async (_name, over, flags) => {
    const { code, out } = await ask(({ confirm }) => confirm('Go on?'), over, flags);
    expect(code).toBe(2);
    expect(out).toContain('NOT_CONFIRMED');
  });
});

test.each([
  ['y', true],
  [' Yes ', true],
  ['', false],
  ['nay', false],
])('%j as yes: %s', (answer, yes) => expect(isYes(answer)).toBe(yes));

test.each([
  [{ RMQCTL_CACHE_DIR: '/c', XDG_CACHE_HOME: '/x', HOME: '/h' }, '/c'],
  [{ XDG_CACHE_HOME: '/x', HOME: '/h' }, '/x/rmqctl'],
  [{ XDG_CACHE_HOME: 'relative', HOME: '/h' }, '/h/.cache/rmqctl'],
  [{ HOME: '/h' }, '/h/.cache/rmqctl'],
])('with %j the cache is %s', (env, path) => expect(cacheDirectory(env)).toBe(path));
