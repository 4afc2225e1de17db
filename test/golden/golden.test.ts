import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, exampleFile, readTree, render } from './rendered.ts';

/** What every example renders: `npx vitest run test/golden -u` writes it anew, and the diff shows what a change does. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const SHELLS = ['/bin/dash', '/bin/bash'].filter((shell) => existsSync(shell));

function modeOf(path: string): string {
  if (path.endsWith('/manifest.json')) return '600';
  return /\/bin\/|commands/.test(path) ? '755' : '644';
}

describe.each(EXAMPLES)('%s', (name) => {
  test('renders its golden files, all of them and no other, the same bytes each time', async () => {
    const { code, files, modes, err } = await render(exampleFile(name));
    expect([code, err]).toEqual([0, '']);
    for (const [path, text] of files) await expect(text).toMatchFileSnapshot(`${FOLDER}${name}/${path}`);
    expect([...readTree(`${FOLDER}${name}`).files.keys()]).toEqual([...files.keys()]);
    for (const [path, mode] of modes) expect([path, mode]).toEqual([path, modeOf(path)]);
    expect((await render(exampleFile(name))).files).toEqual(files);
  });

  test.each(SHELLS)('its scripts are read by %s', (shell) => {
    const check = `for script in $(find . -name '*.sh'); do ${shell} -n "$script" || exit 1; done`;
    const { status, stderr } = spawnSync('sh', ['-c', check], { cwd: `${FOLDER}${name}`, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
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
