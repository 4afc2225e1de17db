import { createHash } from 'node:crypto';
import { readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { archiveIdentity } from '../../../src/distribution/provide.ts';
import { listTar, type TarFile, tarOf } from '../../sample/archives/tar.ts';
import { releaseFiles, Sandbox } from '../../sample/archives/sandbox.ts';
import { type ZipFile, zipOf } from '../../sample/archives/zip.ts';

const NORMAL = [
  ['LICENSE', 'file', '644', 'Apache'],
  ['bin', 'directory', '755', ''],
  ['bin/mqadmin', 'file', '755', '#!/bin/sh\n'],
  ['conf', 'directory', '755', ''],
  ['conf/broker.conf', 'file', '644', 'a=b\n'],
  ['lib', 'directory', '755', ''],
  ['lib/rocketmq-broker-4.9.4.jar', 'file', '644', 'broker'],
  ['lib/rocketmq-namesrv-4.9.4.jar', 'file', '644', 'namesrv'],
];

const sha512 = (bytes: Buffer) => createHash('sha512').update(bytes).digest('hex');

describe('an archive of the inventory', () => {
  const files = releaseFiles('4.9.4');
  const flat = releaseFiles('4.9.4', '');
  it.each([
    ['.zip', () => zipOf(files)],
    ['.zip without a top folder', () => zipOf(flat)],
    [
      '.zip with folders and modes',
      () => zipOf([{ name: 'rocketmq/', mode: 0o40700 }, ...releaseFiles('4.9.4', 'rocketmq/')]),
    ],
    ['.tar', async () => await tarOf(files)],
    ['.tar.gz', async () => gzipSync(await tarOf(files))],
    ['.tar.gz with ./ before every name', async () => gzipSync(await tarOf(releaseFiles('4.9.4', './')))],
    ['.tar in another order', async () => await tarOf(files.toReversed())],
  ])('becomes the normal form: %s', async (_name, make) => {
    const box = new Sandbox();
    const archive = await box.write('release.bin', await make());
    const release = await box.provide('4.9.4', { from: 'archive', archive });
    const listed = await listTar(release.path);
    expect(listed.map(({ name, type, mode, content }) => [name, type, mode, content])).toEqual(NORMAL);
    expect(release).toMatchObject({ version: '4.9.4', origin: 'archive' });
    const bytes = await readFile(release.path);
    expect(release.bytes).toBe(bytes.length);
    expect(release.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    // whatever the archive was, the same tree is the same bytes
    const other = await box.write('other.zip', zipOf(files));
    expect((await box.provide('4.9.4', { from: 'archive', archive: other })).sha256).toBe(release.sha256);
  });

  it('shows its progress in bytes', async () => {
    const box = new Sandbox();
    const archive = await box.write('r.zip', zipOf(files));
    await box.provide('4.9.4', { from: 'archive', archive });
    const last = box.progress.at(-1);
    expect(last?.bytes).toBeGreaterThan(0);
    expect(last?.bytes).toBeLessThanOrEqual(last?.totalBytes ?? 0);
  });

  it('is converted once: the second time the cached tar is taken, and a changed file is converted anew', async () => {
    const box = new Sandbox();
    const archive = await box.write('r.zip', zipOf(files));
    const spec = { from: 'archive', archive } as const;
    expect(await archiveIdentity(box.request('4.9.4', spec))).toBeUndefined();
    const first = await box.provide('4.9.4', spec);
    expect(await archiveIdentity(box.request('4.9.4', spec))).toBe(first.sha256);
    const made = (await stat(first.path)).mtimeMs;
    const steps = box.progress.length;
    expect(await box.provide('4.9.4', spec)).toEqual(first);
    expect(box.progress.length).toBe(steps);
    expect((await stat(first.path)).mtimeMs).toBe(made);
    await writeFile(archive, zipOf([...files, { name: 'rocketmq-all-4.9.4-bin-release/NEW', content: 'x' }]));
    expect(await archiveIdentity(box.request('4.9.4', spec))).toBeUndefined();
    expect((await box.provide('4.9.4', spec)).sha256).not.toBe(first.sha256);
  });

  it('keeps links that stay inside', async () => {
    const box = new Sandbox();
    const inside = { name: 'r/conf/link.conf', type: 'symlink', linkname: '../conf/broker.conf' } as const;
    const hard = { name: 'r/conf/hard.conf', type: 'link', linkname: 'r/conf/broker.conf' } as const;
    const archive = await box.write('r.tar', await tarOf([...releaseFiles('4.9.4', 'r/'), inside, hard]));
    const listed = await listTar((await box.provide('4.9.4', { from: 'archive', archive })).path);
    expect(listed.find(({ name }) => name === 'conf/link.conf')).toMatchObject({
      type: 'symlink',
      linkname: '../conf/broker.conf',
    });
    expect(listed.find(({ name }) => name === 'conf/hard.conf')).toMatchObject({
      type: 'file',
      content: 'a=b\n',
    });
  });

  it('is checked by the sha512 of the inventory, also when it is cached already', async () => {
    const box = new Sandbox();
    const bytes = zipOf(files);
    const archive = await box.write('r.zip', bytes);
    const wrong = { from: 'archive', archive, sha512: sha512(Buffer.from('other')) } as const;
    expect((await box.refuse('4.9.4', wrong)).code).toBe('ARCHIVE_CHECKSUM');
    const right = { from: 'archive', archive, sha512: sha512(bytes).toUpperCase() } as const;
    await box.provide('4.9.4', right);
    const error = await box.refuse('4.9.4', wrong);
    expect(error.code).toBe('ARCHIVE_CHECKSUM');
    expect(error.message).toContain(sha512(bytes));
  });

  it('must be of the version of the inventory', async () => {
    const box = new Sandbox();
    const archive = await box.write('r.zip', zipOf(releaseFiles('4.9.8')));
    const error = await box.refuse('4.9.4', { from: 'archive', archive });
    expect(error.code).toBe('ARCHIVE_VERSION_MISMATCH');
    expect(error.message).toContain('4.9.8');
    expect(error.message).toContain('4.9.4');
  });

  it('that is not there is named', async () => {
    const error = await new Sandbox().refuse('4.9.4', { from: 'archive', archive: '/no/such.zip' });
    expect(error).toMatchObject({ code: 'ARCHIVE_MISSING' });
    expect(error.message).toContain('/no/such.zip');
  });

  it('that came back under its old path and time is the same archive', async () => {
    const box = new Sandbox();
    const archive = await box.write('r.zip', zipOf(files));
    const spec = { from: 'archive', archive } as const;
    await utimes(archive, 1000, 1000);
    const { sha256 } = await box.provide('4.9.4', spec);
    await rename(archive, `${archive}.moved`);
    await rename(`${archive}.moved`, archive);
    expect(await archiveIdentity(box.request('4.9.4', spec))).toBe(sha256);
  });
});

describe('an archive that must not be unpacked', () => {
  const good = releaseFiles('4.9.4', 'r/');
  const zip = (bad: ZipFile) => async () => zipOf([...good, bad]);
  const tar = (bad: TarFile) => async () => gzipSync(await tarOf([...good, bad]));
  it.each<[string, () => Promise<Buffer>, RegExp]>([
    ['a zip entry with ..', zip({ name: 'r/../../evil' }), /\.\./],
    ['a zip entry with an absolute name', zip({ name: '/evil' }), /\/evil/],
    ['a zip entry with a drive', zip({ name: 'C:/evil' }), /C:\/evil/],
    [
      'a zip link that leaves',
      zip({ name: 'r/x', content: '../../etc', mode: 0o120777 }),
      /r\/x.*\.\.\/\.\.\/etc/,
    ],
    ['a zip entry with a wrong CRC', zip({ name: 'r/x', content: 'abc', crc: 1 }), /CRC/],
    ['a zip entry that comes twice', zip({ name: 'r/LICENSE', content: 'again' }), /same name/],
    ['a tar entry with ..', tar({ name: 'r/../../evil' }), /evil/],
    ['a tar entry with an absolute name', tar({ name: '/evil' }), /\/evil/],
    ['a tar link with an absolute target', tar({ name: 'r/x', type: 'symlink', linkname: '/etc' }), /\/etc/],
    ['a link that leaves the top folder', tar({ name: 'r/x', type: 'symlink', linkname: '../y' }), /\.\.\/y/],
    [
      'a tar link back through a name',
      tar({ name: 'r/x', type: 'symlink', linkname: 'lib/../../y' }),
      /leaves/,
    ],
    ['a hard link that leaves', tar({ name: 'r/x', type: 'link', linkname: '../../etc/passwd' }), /passwd/],
    ['a hard link to nothing', tar({ name: 'r/x', type: 'link', linkname: 'r/none' }), /r\/none/],
    ['a device', tar({ name: 'r/x', type: 'character-device' }), /character-device/],
    [
      'a file below a link',
      async () =>
        await tarOf([...good, { name: 'r/l', type: 'symlink', linkname: 'lib' }, { name: 'r/l/x' }]),
      /same name/,
    ],
    ['a truncated zip', async () => zipOf(good).subarray(0, -40), /r\.bin/],
    ['a truncated .tar.gz', async () => gzipSync(await tarOf(good)).subarray(0, -20), /r\.bin/],
    ['a text', async () => Buffer.from('<html>404</html>'.repeat(100)), /r\.bin/],
    ['an empty file', async () => Buffer.alloc(0), /no files/],
    ['something else', async () => zipOf([{ name: 'kafka/libs/kafka.jar' }]), /"kafka"/],
    ['the source release', async () => zipOf([{ name: 'rocketmq/pom.xml' }]), /source release/],
  ])('%s', async (_name, make, found) => {
    const box = new Sandbox();
    const archive = await box.write('r.bin', await make());
    const error = await box.refuse('4.9.4', { from: 'archive', archive });
    expect(error.code).toBe('ARCHIVE_INVALID');
    expect(error.message).toMatch(found);
    expect(error.hint).toContain('bin-release.zip');
    // nothing is left behind but an empty cache
    expect(await readdir(box.cacheDir)).toEqual([]);
    expect((await readdir(box.root)).sort()).toEqual(['cache', 'r.bin']);
  });
});
