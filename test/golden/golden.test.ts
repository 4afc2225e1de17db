import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rmqctl } from '../cli/helpers.ts';
import { EXAMPLES, exampleFile, readTree, render } from './rendered.ts';

/** What every example renders: `npx vitest run test/golden -u` writes it anew, and the diff shows what a change does. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const SHELLS = ['/bin/dash', '/bin/bash'].filter((shell) => existsSync(shell));

/** What is made from a secret is its owner's alone. */
function modeOf(path: string, text: string): string {
  if (path.endsWith('/manifest.json') || text.includes('of-nobody')) return '600';
  if (/\/bin\/start-/.test(path) && text.includes('umask 077')) return '700';
  return /\/bin\/|commands/.test(path) ? '755' : '644';
}

describe.each(EXAMPLES)('%s', (name) => {
  test('renders its golden files, all of them and no other, the same bytes each time', async () => {
    const { code, files, modes, err } = await render(exampleFile(name));
    expect([code, err]).toEqual([0, '']);
    for (const [path, text] of files) await expect(text).toMatchFileSnapshot(`${FOLDER}${name}/${path}`);
    expect([...readTree(`${FOLDER}${name}`).files.keys()]).toEqual([...files.keys()]);
    for (const [path, mode] of modes)
      expect([path, mode]).toEqual([path, modeOf(path, files.get(path) ?? '')]);
    expect((await render(exampleFile(name))).files).toEqual(files);
  });

  test.each(SHELLS)('its scripts are read by %s', (shell) => {
    const check = `for script in $(find . -name '*.sh'); do ${shell} -n "$script" || exit 1; done`;
    const { status, stderr } = spawnSync('sh', ['-c', check], { cwd: `${FOLDER}${name}`, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});

test('an example that takes a secret from the environment says so, with its place, where that is not set', async () => {
  const file = exampleFile('fleet_behind_bastion');
  const line =
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('${OTEL_HEADER}')) + 1;
  const { code, out } = await rmqctl(['validate', file], { env: { HOME: '/home/me' } });
  expect(code).toBe(3);
  expect(out).toMatch(new RegExp(`fleet_behind_bastion.yaml:${line}:\\d+ .*OTEL_HEADER`));
});

test('there is an example of every mode, of both guides and of a laptop', async () => {
  const told = await Promise.all(EXAMPLES.map((name) => render(exampleFile(name))));
  const heads = told.flatMap(({ files }) =>
    [...files].flatMap(([path, text]) => (path.endsWith('commands.sh') ? [text] : [])),
  );
  for (const mode of ['single', 'masters', 'async', 'sync'])
    expect(heads.some((text) => text.includes(`, mode ${mode}.`))).toBe(true);
  expect(EXAMPLES).toEqual(expect.arrayContaining(['guide_4.9.4_sync', 'guide_3.2.6_two_masters', 'laptop']));
});
