import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../bed/run.ts';
import { examplesOf, play, withoutNumbers } from './examples.ts';
import { guide, PROJECT, writeBody } from './pages.ts';

/** Writes what the guide's first steps print: in a fresh clone of what is committed here, with an empty home. */
const inClone = guide().filter(({ text }) => examplesOf(text).some(({ ground }) => ground === 'in a clone'));

const FLEET = `clone-${process.pid}`;

/** Nothing of npm's own news. */
const QUIET = { npm_config_update_notifier: 'false' };

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rmqctl-clone-'));
  await mkdir(join(root, 'home'));
  await run(['git', 'clone', '--quiet', PROJECT, join(root, 'rmqctl')]);
}, 120_000);

afterAll(async () => {
  await run([join(PROJECT, 'test/bed/hosts'), '--fleet', FLEET, 'down']);
  await rm(root, { recursive: true, force: true });
});

test.each(inClone)('$path', { timeout: 1_800_000 }, async ({ path, text }) => {
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    HOME: join(root, 'home'),
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    RMQCTL_FLEET: FLEET,
    ...QUIET,
  };
  for (const example of examplesOf(text).filter(({ ground }) => ground === 'in a clone')) {
    const body = shown(await play(example, { cwd: join(root, 'rmqctl'), env }));
    if (withoutNumbers(body) !== withoutNumbers(example.body)) writeBody(path, example, body);
    expect(body).toContain('nothing to change');
  }
});

/** Every fleet has a network of its own, and its own name. */
const shown = (body: string): string =>
  body.replaceAll(/\b10\.\d+\.0\.(1[12])\b/g, '10.88.0.$1').replaceAll(FLEET, 'default');
