import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { releaseCacheDir } from '../../src/distribution/cache.ts';
import { listCache } from './list-cache.ts';
import { parseSha512 } from '../../src/distribution/digest.ts';
import { linkStaysInside, safeName } from '../../src/distribution/archive/entry-name.ts';
import { exportRelease } from '../../src/distribution/export.ts';
import { mvnWith, Sandbox } from '../sample/archives/sandbox.ts';

const MAVEN = { from: 'maven' } as const;

async function filled() {
  const box = new Sandbox();
  await box.fakeMvn(`echo x >> "${box.root}/runs"; sleep 0.3; ${mvnWith('4.9.4')}`);
  const runs = async () => (await readFile(join(box.root, 'runs'), 'utf8')).trim().split('\n').length;
  return { box, runs };
}

describe('the cache of releases', () => {
  it.each([
    [{ XDG_CACHE_HOME: '/c', HOME: '/h' }, '/c/rmqctl/releases'],
    [{ XDG_CACHE_HOME: '', HOME: '/h' }, '/h/.cache/rmqctl/releases'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/h' }, '/h/.cache/rmqctl/releases'],
    [{ HOME: '/h' }, '/h/.cache/rmqctl/releases'],
  ])('with %j is %s', (env, directory) => expect(releaseCacheDir(env)).toBe(directory));

  it.each([
    ['cut off', async (path: string) => await writeFile(path, (await readFile(path)).subarray(0, 1000))],
    [
      'changed at the same length',
      async (path: string) => await writeFile(path, Buffer.alloc((await stat(path)).size)),
    ],
    ['gone', async (path: string) => await rm(path)],
  ])('replaces a tar that is %s', async (_name, spoil) => {
    const { box, runs } = await filled();
    const release = await box.provide('4.9.4', MAVEN);
    await spoil(release.path);
    expect(await box.provide('4.9.4', MAVEN)).toEqual(release);
    expect(await runs()).toBe(2);
    expect((await box.provide('4.9.4', MAVEN)).origin).toBe('cache');
  });

  it('replaces a record that is not one', async () => {
    const { box, runs } = await filled();
    const release = await box.provide('4.9.4', MAVEN);
    const records = (await readdir(box.cacheDir)).filter((name) => name.endsWith('.json'));
    for (const name of records) await writeFile(join(box.cacheDir, name), '{"file":"../../etc/passwd"');
    expect(await box.provide('4.9.4', MAVEN)).toEqual(release);
    expect(await runs()).toBe(2);
  });

  it('lists what it holds', async () => {
    const { box } = await filled();
    expect((await listCache(box.cacheDir)).size).toBe(0);
    const release = await box.provide('4.9.4', MAVEN);
    expect([...(await listCache(box.cacheDir)).values()]).toMatchObject([
      { version: '4.9.4', origin: 'maven', sha256: release.sha256, bytes: release.bytes },
    ]);
  });

  it('does the work once when two runs want the same, and both get it', async () => {
    const { box, runs } = await filled();
    const both = await Promise.all([box.provide('4.9.4', MAVEN), box.provide('4.9.4', MAVEN)]);
    expect(both[0].sha256).toBe(both[1].sha256);
    expect(await runs()).toBe(1);
    expect(box.notices).toEqual(['another run is getting RocketMQ 4.9.4; waiting for it']);
  });

  it('is right even where the lock does not hold', async () => {
    const { box, runs } = await filled();
    const breaking = setInterval(() => {
      void readdir(box.cacheDir)
        .then((names) =>
          Promise.all(
            names.filter((name) => name.endsWith('.lock')).map((name) => rm(join(box.cacheDir, name))),
          ),
        )
        .catch(() => undefined);
    }, 20);
    const all = await Promise.all([1, 2, 3].map(() => box.provide('4.9.4', MAVEN)));
    clearInterval(breaking);
    expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(await runs()).toBeGreaterThan(1);
    const again = await box.provide('4.9.4', MAVEN);
    expect(again.origin).toBe('cache');
  });

  it('takes a lock whose holder was killed, and sweeps what it left', async () => {
    const { box } = await filled();
    const first = await box.provide('4.9.4', MAVEN);
    const id = [...(await listCache(box.cacheDir)).keys()][0];
    await rm(first.path);
    const long = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    for (const name of [`${id}.lock`, '.tmp-dead', 'download-x-1.part']) {
      await writeFile(join(box.cacheDir, name), '');
      await utimes(join(box.cacheDir, name), long, long);
    }
    await writeFile(join(box.cacheDir, '.tmp-alive'), '');
    const started = Date.now();
    await box.provide('4.9.4', MAVEN);
    expect(Date.now() - started).toBeLessThan(15_000);
    const names = await readdir(box.cacheDir);
    expect(names.filter((name) => !/\.(tar|json)$/.test(name))).toEqual(['.tmp-alive']);
  });

  it('does not wait for a run of this machine that was killed', async () => {
    const { box } = await filled();
    const first = await box.provide('4.9.4', MAVEN);
    const id = [...(await listCache(box.cacheDir)).keys()][0];
    await rm(first.path);
    const killed = spawnSync('true').pid;
    await writeFile(join(box.cacheDir, `${id}.lock`), `${hostname()} ${killed}`);
    const started = Date.now();
    expect(await box.provide('4.9.4', MAVEN)).toEqual(first);
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('that cannot be written is an error that says where it is', async () => {
    const box = new Sandbox();
    await writeFile(box.cacheDir, 'a file');
    const error = await box
      .refuse('4.9.4', { from: 'archive', archive: box.cacheDir })
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'CACHE_UNUSABLE' });
    expect(error.message).toContain(box.cacheDir);
  });
});

describe('an exported release', () => {
  it.each(['out.tar.gz', 'out.tgz', 'out.tar'])(
    '%s is an archive that gives the same release',
    async (name) => {
      const { box } = await filled();
      const release = await box.provide('4.9.4', MAVEN);
      const file = join(box.root, name);
      await exportRelease(release, file);
      const elsewhere = new Sandbox();
      const carried = await elsewhere.provide('4.9.4', { from: 'archive', archive: file });
      expect(carried.sha256).toBe(release.sha256);
    },
  );

  it('has an ending we can write, and a place', async () => {
    const { box } = await filled();
    const release = await box.provide('4.9.4', MAVEN);
    await expect(exportRelease(release, join(box.root, 'out.zip'))).rejects.toMatchObject({
      code: 'ARCHIVE_FORMAT',
    });
    await expect(exportRelease(release, '/no/such/out.tar')).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });
});

describe('the words of archives', () => {
  const hex = 'AB12'.repeat(32);
  it.each([
    [`${hex}  file.zip\n`, hex.toLowerCase()],
    [`${hex}\n`, hex.toLowerCase()],
    [`rocketmq-all-4.9.4-bin-release.zip: ${hex.match(/.{8}/g)?.join(' ')}\n`, hex.toLowerCase()],
    [`file.zip:\n${hex.match(/.{32}/g)?.join('\n  ')}\n`, hex.toLowerCase()],
    ['not found', undefined],
    ['ab'.repeat(32), undefined],
  ])('sha512 of %j', (text, digest) => expect(parseSha512(text)).toBe(digest));

  it.each([
    ['a/b', 'a/b'],
    ['./a//b/', 'a/b'],
    ['./', ''],
    ['a/../b', undefined],
    ['..', undefined],
    ['/a', undefined],
    ['a\\b', undefined],
    ['a\nb', undefined],
    ['C:a', undefined],
    ['a..b/...', 'a..b/...'],
  ])('name %j is %j', (name, safe) => expect(safeName(name)).toBe(safe));

  it.each([
    ['a/l', 'b', true],
    ['a/l', '../b', true],
    ['a/l', '..', true],
    ['a/l', '../..', false],
    ['l', '../b', false],
    ['l', '/b', false],
    ['l', '', false],
    ['a/l', 'x/../../b', false],
    ['a/l', '../x/../b', false],
    ['a/l', './b', true],
    ['a/l', '..b/c', true],
  ])('link %s -> %s stays inside: %s', (name, target, inside) =>
    expect(linkStaysInside(name, target)).toBe(inside),
  );
});
