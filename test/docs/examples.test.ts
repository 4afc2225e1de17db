import { spawnSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { layDesk } from './desk.ts';
import { examplesOf, play, withBody, withoutDurations } from './examples.ts';
import { guide, PROJECT } from './pages.ts';

/** Below node_modules, so that the built program finds its libraries, and away from the user's own dist. */
const built = join(PROJECT, 'node_modules/.cache/rmqctl-docs-test');
const rmqctl = `'${process.execPath}' '${join(built, 'bin/rmqctl.js')}'`;

describe('the examples of the guide that need no host', () => {
  beforeAll(async () => {
    await mkdir(built, { recursive: true });
    const tsc = join(PROJECT, 'node_modules/.bin/tsc');
    spawnSync(tsc, ['-p', 'tsconfig.build.json', '--outDir', join(built, 'dist')], { cwd: PROJECT });
    for (const name of ['bin', 'templates', 'package.json']) {
      await cp(join(PROJECT, name), join(built, name), { recursive: true });
    }
  }, 60_000);

  // `npx vitest run test/docs -u` writes anew what they print
  test.each(guide().filter(({ text }) => examplesOf(text).some(({ ground }) => ground === 'here')))(
    'those of $path print what they did',
    { timeout: 120_000 },
    async ({ path, text }) => {
      const desk = await layDesk({ programs: { rmqctl } });
      try {
        let now = text;
        for (const example of examplesOf(text).filter(({ ground }) => ground === 'here')) {
          const body = await play(example, desk.shell);
          if (withoutDurations(body) !== withoutDurations(example.body)) now = withBody(now, example, body);
        }
        await expect(now).toMatchFileSnapshot(join(PROJECT, path));
      } finally {
        await desk.clear();
      }
    },
  );
});
