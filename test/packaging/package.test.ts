import {
  cpSync,
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
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npmEnvironment, pack } from '../ci/npm.ts';
import { ROOT } from '../ci/runner.ts';
import { run, type Result } from '../bed/run.ts';

/** The package, in an empty folder that has nothing of the repository above it. */

const state = { directory: '', missing: '' };
const at = (...parts: string[]): string => join(state.directory, ...parts);

beforeAll(async () => {
  state.directory = mkdtempSync(join(tmpdir(), 'rmqctl-package-'));
  for (const name of ['packed', 'installed', 'home', 'work']) mkdirSync(at(name));
  const tarball = await pack(at('packed'));
  const install = [
    'npm',
    'install',
    '--prefix',
    at('installed'),
    '--no-audit',
    '--no-fund',
    tarball,
  ] as const;
  const { code, stderr } = await run(install, {
    cwd: at('work'),
    env: { ...process.env, HOME: at('home'), ...npmEnvironment() },
    timeout: 240_000,
  });
  // without a registry and without its packages in npm's cache there is nothing to install
  if (/E(NOTFOUND|AI_AGAIN|NOTCACHED|CONNREFUSED|TIMEDOUT)/.test(stderr))
    state.missing = stderr.split('\n')[0]!;
  else expect(code, stderr).toBe(0);
}, 300_000);
afterAll(() => rmSync(state.directory, { recursive: true, force: true }), 60_000);

const rmqctl = (...argv: string[]): Promise<Result> =>
  run([at('installed/node_modules/.bin/rmqctl'), ...argv], {
    cwd: at('work'),
    env: { PATH: process.env['PATH'], HOME: at('home') },
  });

describe('the package', { timeout: 120_000 }, () => {
  test('holds what it needs, and nothing of the tests', () => {
    const packed = at('packed/project');
    const names = readdirSync(packed);
    expect(names).toContain('dist');
    const manifest: { files: string[]; man: string } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    expect(manifest.files).toEqual(['bin', 'dist', 'templates', 'inventories', 'CHANGELOG.md']);
    expect(manifest.man).toBe('dist/man/rmqctl.1');
  });

  test('installs and runs: --version, init, validate, render, schema, completion', async ({ skip }) => {
    if (state.missing !== '') skip(`npm cannot get the dependencies: ${state.missing}`);
    const own = at('installed/node_modules/rmqctl');
    const files = readdirSync(own, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\.test\.|^(test|src|ci|\.github)\b|tsbuildinfo/.test(name))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/man/rmqctl.1',
        'templates/common/prelude.sh',
        'inventories/laptop.yaml',
        'LICENSE',
      ]),
    );
    expect((await rmqctl('--version')).stdout).toMatch(/^\d+\.\d+\.\d+( \([0-9a-f]+(-dirty)?\))?\n$/);
    // the page is written by the build, from the commands that were built
    expect(readFileSync(join(own, 'dist/man/rmqctl.1'), 'utf8')).toBe((await rmqctl('man')).stdout);
    const steps = [
      ['init', '--hosts', '192.0.2.1,192.0.2.2', '-o', 'inventory.yaml'],
      ['validate', 'inventory.yaml'],
      ['render', 'inventory.yaml', '-o', 'rendered'],
      ['schema'],
      ['completion', 'zsh'],
      ['graph', 'inventory.yaml', '-o', 'picture.svg'],
    ];
    for (const words of steps) {
      const { code, stdout, stderr } = await rmqctl(...words);
      expect(code, `${words.join(' ')}: ${stdout}${stderr}`).toBe(0);
    }
    expect(readdirSync(at('work/rendered'))).toHaveLength(2);
  });

  test('compiles no schema: the build has done that, of the schema that is printed', async ({ skip }) => {
    if (state.missing !== '') skip(`npm cannot get the dependencies: ${state.missing}`);
    const own = at('installed/node_modules/rmqctl');
    writeFileSync(
      at('work/loaded.mjs'),
      `import { createRequire } from 'node:module';
       import { validator } from '${own}/dist/inventory/validate.js';
       import { hostSoftware } from '${own}/dist/hosts/software.js';
       import { inventorySchema } from '${own}/dist/inventory/schema/schema.js';
       import { roles } from '${own}/dist/roles/registry.js';
       const told = validator(inventorySchema(roles, hostSoftware))({ cluster: 'c', version: '5.5.0', hosts: { a: 'local' }, mod: 1 });
       const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('/ajv/dist/compile/'));
       console.log(JSON.stringify({ hints: told.map(({ hint }) => hint), loaded }));`,
    );
    const { stdout, stderr } = await run([process.execPath, at('work/loaded.mjs')]);
    expect(stdout, stderr).not.toBe('');
    const { hints, loaded }: { hints: string[]; loaded: string[] } = JSON.parse(stdout);
    expect(hints).toContain('did you mean `mode`?');
    expect(loaded).toEqual([]);
  });

  test('says which commit it was built from, without git', async ({ skip }) => {
    if (state.missing !== '') skip(`npm cannot get the dependencies: ${state.missing}`);
    const own = at('installed/node_modules/rmqctl');
    writeFileSync(join(own, 'dist/build-info.json'), '{"commit":"0123456789"}\n');
    expect((await rmqctl('--version')).stdout).toMatch(/^\d+\.\d+\.\d+ \(0123456789\)\n$/);
  });
});

describe('scripts/build-info.mjs', { timeout: 60_000 }, () => {
  const built = (): string => at('tree/dist/build-info.json');
  const git = (...words: string[]): Promise<Result> =>
    run(['git', '-C', at('tree'), '-c', 'user.name=a', '-c', 'user.email=a@b', ...words]);
  const write = (env: NodeJS.ProcessEnv = process.env): Promise<Result> =>
    run([process.execPath, at('tree/scripts/build-info.mjs')], { env });

  test('writes the commit where there is one, and whether the tree was as committed; what the environment says first', async () => {
    mkdirSync(at('tree/dist'), { recursive: true });
    cpSync(join(ROOT, 'scripts/build-info.mjs'), at('tree/scripts/build-info.mjs'));
    writeFileSync(built(), '{"commit":"of before"}');
    expect(await write()).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(built())).toBe(false);
    await git('init', '-q');
    await git('add', 'scripts');
    expect(await git('commit', '-q', '-m', 'a')).toMatchObject({ code: 0 });
    await write();
    const { stdout } = await git('rev-parse', '--short=10', 'HEAD');
    expect(JSON.parse(readFileSync(built(), 'utf8'))).toEqual({ commit: stdout.trim() });
    writeFileSync(
      at('tree/scripts/build-info.mjs'),
      readFileSync(join(ROOT, 'scripts/build-info.mjs'), 'utf8') + '// changed\n',
    );
    await write();
    expect(JSON.parse(readFileSync(built(), 'utf8'))).toEqual({ commit: `${stdout.trim()}-dirty` });
    await write({ ...process.env, RMQCTL_COMMIT: '0123456789' });
    expect(JSON.parse(readFileSync(built(), 'utf8'))).toEqual({ commit: '0123456789' });
  });
});
