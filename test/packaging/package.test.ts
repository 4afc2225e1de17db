import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npmEnvironment, pack } from '../ci/npm.ts';
import { ROOT } from '../ci/runner.ts';
import { run, type Result } from '../hosts/run.ts';

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
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    tarball,
  ];
  const { code, stderr } = await run(['npm', ...install.slice(1)], {
    cwd: at('work'),
    env: { ...process.env, HOME: at('home'), ...npmEnvironment() },
    timeout: 240_000,
  });
  // without a registry and without its packages in npm's cache there is nothing to install
  if (/E(NOTFOUND|AI_AGAIN|NOTCACHED|CONNREFUSED|TIMEDOUT)/.test(stderr))
    state.missing = stderr.split('\n')[0]!;
  else expect(code, stderr).toBe(0);
}, 300_000);
afterAll(() => rmSync(state.directory, { recursive: true, force: true }));

const rmqctl = (...argv: string[]): Promise<Result> =>
  run([at('installed/node_modules/.bin/rmqctl'), ...argv], {
    cwd: at('work'),
    env: { PATH: process.env['PATH'], HOME: at('home') },
  });

describe('the package', () => {
  test('holds what it needs, and nothing of the tests', () => {
    const packed = at('packed/project');
    const names = readdirSync(packed);
    expect(names).toContain('dist');
    const manifest: { files: string[]; man: string } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    );
    expect(manifest.files).toEqual(['bin', 'dist', 'templates', 'inventories', 'man', 'CHANGELOG.md']);
    expect(manifest.man).toBe('man/rmqctl.1');
  });

  test('installs and runs: --version, init, validate, render, schema, completion', async ({ skip }) => {
    if (state.missing !== '') skip(`npm cannot get the dependencies: ${state.missing}`);
    const own = at('installed/node_modules/rmqctl');
    const files = readdirSync(own, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\.test\.|^(test|src|ci|\.github)\b|tsbuildinfo/.test(name))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'man/rmqctl.1',
        'templates/common/prelude.sh',
        'inventories/laptop.yaml',
        'LICENSE',
      ]),
    );
    expect((await rmqctl('--version')).stdout).toMatch(/^\d+\.\d+\.\d+( \([0-9a-f]+(-dirty)?\))?\n$/);
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
});
