import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { blocksOf } from './code.ts';
import { PROJECT } from './pages.ts';

/** A copy of the code, below node_modules so that it finds its libraries; the diffs of docs/guide/extending.md are made there. */
const copy = join(PROJECT, 'node_modules/.cache/rmqctl-docs-extending');

const PROGRAM = ['bin', 'src', 'templates', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

const INVENTORY = `
cluster: ext
version: 4.9.9
mode: single
hosts: { h1: { address: 10.0.0.1, memory: 8g } }
namesrv: [h1]
brokers: { broker-a: [h1] }
echo: [h1]
`;

/** The registry of roles moves with every role that is added: its two lines are put where it is now. */
const REGISTRY = /^\+\+\+ b\/(src\/roles\/registry\.ts)$/m;

async function register(diff: string): Promise<void> {
  const path = join(copy, REGISTRY.exec(diff)![1]!);
  const line = /^[+](import .*)$/m.exec(diff)![1]!;
  const source = await readFile(path, 'utf8');
  const list = source.replace(/(roles: readonly Role\[\] = \[[^\]]*?),?(\s*\])/, '$1, echo$2');
  await writeFile(path, `${line}\n${list}`);
}

function run(...[program = '', ...args]: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: copy, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

beforeAll(async () => {
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  for (const name of PROGRAM) await cp(join(PROJECT, name), join(copy, name), { recursive: true });
  const page = await readFile(join(PROJECT, 'docs/guide/extending.md'), 'utf8');
  const diffs = blocksOf(page).filter(({ language }) => language === 'diff');
  const files = diffs.flatMap(({ text }) => text.split(/^(?=--- )/m));
  await writeFile(join(copy, 'changes.diff'), files.filter((text) => !REGISTRY.test(text)).join(''));
  for (const text of files.filter((file) => REGISTRY.test(file))) await register(text);
  await writeFile(join(copy, 'ext.yaml'), INVENTORY);
}, 60_000);

// They change as the code around them does: make the change by hand, and write its `git diff -U1` into the page.
test('the diffs of the guide apply, are sound, and do what they promise', { timeout: 120_000 }, async () => {
  expect(run('git', 'init', '-q')).toEqual({ status: 0, said: '' });
  expect(run('git', 'apply', '-C1', 'changes.diff')).toEqual({ status: 0, said: '' });
  const tsc = join(PROJECT, 'node_modules/.bin/tsc');
  expect(run(tsc, '-p', 'tsconfig.build.json')).toEqual({ status: 0, said: '' });
  const { status, said } = run(process.execPath, 'bin/rmqctl.js', 'render', 'ext.yaml', '-o', 'out');
  expect(status, said).toBe(0);
  const source = await readFile(join(copy, 'out/h1/var/log/rocketmq/echo-h1/Echo.java'), 'utf8');
  expect(source).toContain('new ServerSocket(7007)');
  const registry = await readFile(join(copy, 'dist/checks/verify/registry.js'), 'utf8');
  expect(registry).toMatch(/^\s+swap,$/m);
});
