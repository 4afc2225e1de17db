import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { buildImage, type Stage } from '../packaging/container-build.ts';
import { ROOT } from '../ci/runner.ts';

/**
 * The Containerfile, each instruction as it is written, with this machine in place of the image that it begins with: what is not
 * copied is not there. It takes what test hosts take: root, and a place for overlays.
 */
describe.skipIf(whyNoHosts())('the image', () => {
  const state: { directory: string; image?: Stage; missing?: string } = { directory: '' };
  beforeAll(async () => {
    state.directory = mkdtempSync(join(process.env['RMQCTL_HOSTS_DIR'] ?? '/var/tmp', 'rmqctl-image-'));
    try {
      state.image = await buildImage(state.directory, { COMMIT: '0123456789' });
    } catch (error) {
      if (!/E(NOTFOUND|AI_AGAIN|NOTCACHED|CONNREFUSED|TIMEDOUT)/.test(String(error))) throw error;
      state.missing = `npm cannot get the dependencies: ${String(error).slice(0, 200)}`;
    }
  }, 600_000);
  afterAll(() => rmSync(state.directory, { recursive: true, force: true }));

  test('runs rmqctl as an ordinary user, without what it was built from', async ({ skip }) => {
    const { image } = state;
    if (image === undefined) {
      skip(state.missing);
      return;
    }
    const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await image.run('--version')).toEqual({
      code: 0,
      stdout: `${version} (0123456789)\n`,
      stderr: '',
    });
    expect((await image.run()).stdout).toContain('Commands:');
    const starter = await image.run('init', '--hosts', '192.0.2.1,192.0.2.2', '-o', '/tmp/two.yaml');
    expect(starter).toMatchObject({ code: 0 });
    expect(await image.run('validate', '/tmp/two.yaml')).toMatchObject({ code: 0 });
    expect(await image.run('render', '/tmp/two.yaml', '-o', '/tmp/rendered')).toMatchObject({ code: 0 });
    expect(existsSync(image.path('/src/package.json'))).toBe(false);
    // the working directory is root's: who is to write there mounts one
    expect(await image.run('init', '-o', 'two.yaml')).toMatchObject({ code: 5 });
  });
});
