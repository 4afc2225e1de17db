import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { framed } from '../../src/probes/remote-script.ts';
import { proxySupplier } from '../../src/execute/supplies/suppliers.ts';
import { compileBatch } from '../../src/execute/compile.ts';
import { MARKER, release, type ReleaseHome } from '../../src/resources/release.ts';
import { siteWith } from '../sample/archives/download-site.ts';
import { releaseFiles } from '../sample/archives/sandbox.ts';
import { zipOf } from '../sample/archives/zip.ts';
import { framesOf, shellTransport } from '../sample/real-shell.ts';
import { step } from '../sample/steps.ts';
import { SHELLS } from '../sample/shells.ts';

/** A release that the host downloads itself: real shells, real curl and wget, a server of the test. */

const ZIP = zipOf(releaseFiles('4.9.4'));
const TOOLS = [
  'sh',
  'bash',
  'cat',
  'chmod',
  'cut',
  'grep',
  'gzip',
  'ls',
  'mkdir',
  'mv',
  'rm',
  'sha512sum',
  'tar',
  'unzip',
];
const DOWNLOADERS = ['curl', 'wget'].filter((name) => where(name) !== undefined);

function where(program: string): string | undefined {
  const places = (process.env['PATH'] ?? '').split(':').map((place) => join(place, program));
  return places.find((path) => existsSync(path));
}

const sha512 = (content: Buffer): string => createHash('sha512').update(content).digest('hex');

/** The same release as a .tar.gz, with modes that are wrong. */
function tarGz(root: string): Buffer {
  for (const { name, content } of releaseFiles('4.9.4')) {
    mkdirSync(dirname(join(root, 'in', name)), { recursive: true });
    writeFileSync(join(root, 'in', name), content, { mode: 0o600 });
  }
  return execFileSync('tar', ['-cz', '-C', join(root, 'in'), '.']);
}

describe.each(SHELLS)('by %s', (shell) => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "rmqctl it's "));
    mkdirSync(join(root, 'bin'));
    give(...TOOLS);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Programs that the host has. */
  function give(...programs: string[]): void {
    for (const name of programs) symlinkSync(where(name)!, join(root, 'bin', name));
  }

  function wanted(url: string, content: Buffer, kind: 'zip' | 'tar.gz' = 'zip'): ReleaseHome {
    const sum = sha512(content);
    const pull = { url, sha512: sum, kind };
    const made = join(root, 'made');
    return { home: join(root, 'home'), made, version: '4.9.4', owner: '', identity: sum, pull };
  }

  const host = (env: NodeJS.ProcessEnv = {}) => shellTransport(shell, { PATH: join(root, 'bin'), ...env });

  async function change(desired: ReleaseHome) {
    const [frame] = await framesOf(host(), framed('0', release.probe(desired)));
    return release.diff(desired, release.parse(frame!.text, desired), []);
  }

  async function carryOut(
    desired: ReleaseHome,
    proxies: ReadonlyMap<string, string> = new Map(),
    env?: NodeJS.ProcessEnv,
  ) {
    const made = await change(desired);
    const supply = { kind: 'proxies' } as const;
    expect(made?.supplies).toEqual([supply]);
    const transport = host(env);
    const proxied = await proxySupplier(proxies).supply(supply, { transport, emit: () => {} });
    const one = step('n release:home', { apply: made!.apply });
    const [frame] = await framesOf(transport, compileBatch([one], proxied === undefined ? [] : [proxied]));
    return `${frame!.status} ${frame!.text}`.trim();
  }

  test.each(DOWNLOADERS)('%s gets it, it is unpacked, and found again', async (program) => {
    give(program);
    const { url, asked } = await siteWith({ '/r.zip?t=1&u=$x': ZIP });
    const desired = wanted(`${url}/r.zip?t=1&u=$x`, ZIP);
    expect(await carryOut(desired)).toBe('0');
    expect(readdirSync(join(root, 'home')).sort()).toEqual([MARKER, 'LICENSE', 'bin', 'conf', 'lib'].sort());
    expect(readFileSync(join(root, 'home', MARKER), 'utf8')).toBe(`4.9.4 ${sha512(ZIP)}\n`);
    expect(statSync(join(root, 'home/bin/mqadmin')).mode & 0o777).toBe(0o755);
    expect(readdirSync(root).sort()).toEqual(['bin', 'home']);
    expect(await change(desired)).toBeUndefined();
    expect(asked).toEqual(['GET /r.zip?t=1&u=$x']);
  });

  test('a .tar.gz, whatever its modes and its top folder', async () => {
    give('curl');
    const content = tarGz(mkdtempSync(join(root, 'tree-')));
    const { url } = await siteWith({ '/r.tar.gz': content });
    expect(await carryOut(wanted(`${url}/r.tar.gz`, content, 'tar.gz'))).toBe('0');
    expect(statSync(join(root, 'home/conf/broker.conf')).mode & 0o777).toBe(0o644);
    expect(statSync(join(root, 'home/bin/mqadmin')).mode & 0o777).toBe(0o755);
  });

  test.each(DOWNLOADERS)(
    '%s: what is not there, what is another, and what holds no such release are told',
    async (program) => {
      give(program);
      const other = zipOf(releaseFiles('4.9.5'));
      const { url } = await siteWith({ '/other.zip': other, '/r.zip': ZIP });
      expect(await carryOut(wanted(`${url}/gone.zip`, ZIP))).toMatch(/^1 [^]*404[^]*the download failed/);
      expect(await carryOut(wanted(`${url}/other.zip`, ZIP))).toMatch(
        `1 what was downloaded has the sha512 ${sha512(other)}`,
      );
      expect(await carryOut(wanted(`${url}/other.zip`, other))).toBe('1 the archive holds no RocketMQ 4.9.4');
      expect(readdirSync(root)).toEqual(['bin']);
    },
  );

  test.each([
    { has: [], code: 'DOWNLOADER_MISSING' },
    { has: ['curl'], lacks: 'unzip', code: 'UNPACKER_MISSING' },
  ])(
    'a host with $has and without $lacks is told before anything is changed',
    async ({ has, lacks, code }) => {
      give(...has);
      if (lacks !== undefined) rmSync(join(root, 'bin', lacks));
      await expect(change(wanted('http://127.0.0.1:9/r.zip', ZIP))).rejects.toMatchObject({ code });
    },
  );

  test('busybox’s wget is seen, and is not used', async () => {
    writeFileSync(join(root, 'bin', 'wget'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    await expect(change(wanted('http://127.0.0.1:9/r.zip', ZIP))).rejects.toMatchObject({
      code: 'DOWNLOADER_MISSING',
      message: expect.stringContaining('busybox'),
    });
  });

  test.each(DOWNLOADERS)('%s goes through the proxy, unless the host has its own', async (program) => {
    give(program);
    const proxy = await siteWith({ 'http://archives.invalid/r.zip': ZIP });
    const desired = wanted('http://archives.invalid/r.zip', ZIP);
    const proxies = new Map([['http_proxy', proxy.url]]);
    const own = { http_proxy: 'http://127.0.0.1:9' };
    expect(await carryOut(desired, proxies, own)).toContain('the download failed');
    expect(await carryOut(desired, proxies)).toBe('0');
    expect(proxy.asked).toEqual(['GET http://archives.invalid/r.zip']);
  });
});
