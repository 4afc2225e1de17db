import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { arch, hostname, totalmem, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framed } from '../../src/probes/remote-script.ts';
import { factsProbe, parseFacts, type Facts } from '../../src/hosts/facts.ts';
import { framesOf, shellTransport } from '../sample/real-shell.ts';
import { SHELLS } from '../sample/shells.ts';

describe('what the probe prints', () => {
  const text = [
    'uid=0',
    'user=root',
    'group=root',
    'home=/root',
    'hostname=node1',
    'arch=x86_64',
    'cores=4',
    'epoch=1763770000',
    'memory=8008168',
    'supervisor=systemd',
    'firewall=firewalld',
    'os=rocky 9.4',
    'like=rhel centos fedora',
    'java=1.8.0_402 /usr/lib/jvm/java-1.8.0',
    'java=17.0.15 /opt/a b=c',
    'java=21 /opt/jdk-21',
    'java= /opt/broken',
    'java=9-internal /opt/nine',
    'manifest={"format":1,"x":"a=b"}',
    'a line that nobody asked for',
    '',
  ].join('\n');

  test('is read', () => {
    expect(parseFacts(text)).toEqual({
      hostname: 'node1',
      user: 'root',
      group: 'root',
      root: true,
      home: '/root',
      os: { id: 'rocky', version: '9.4', like: ['rhel', 'centos', 'fedora'] },
      arch: 'x86_64',
      memory: 8008168 * 1024,
      cores: 4,
      epoch: 1763770000,
      supervisors: ['systemd'],
      firewalls: ['firewalld'],
      javas: [
        { version: '1.8.0_402', home: '/usr/lib/jvm/java-1.8.0', major: 8 },
        { version: '17.0.15', home: '/opt/a b=c', major: 17 },
        { version: '21', home: '/opt/jdk-21', major: 21 },
        { version: '9-internal', home: '/opt/nine', major: 9 },
      ],
      manifests: ['{"format":1,"x":"a=b"}'],
    });
  });

  test('is an ordinary user without anything when it says nothing', () => {
    expect(parseFacts('')).toMatchObject({
      root: false,
      supervisors: [],
      firewalls: [],
      javas: [],
      manifests: [],
      os: { id: '', version: '', like: [] },
    });
  });
});

describe.each(SHELLS)('the probe on this machine, by %s', (shell) => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "rmqctl jdk's "));
    jdk('jdk-17', 'JAVA_VERSION="17.0.1"\nIMPLEMENTOR="x"\n');
    jdk('jdk-8', undefined, 'openjdk version "1.8.0_402"');
    symlinkSync(join(root, 'jdk-17'), join(root, 'default'));
    mkdirSync(join(root, 'not-a-jdk/bin'), { recursive: true });
    const state = join(root, '.local/state/rmqctl/c1');
    mkdirSync(state, { recursive: true });
    writeFileSync(join(state, 'manifest.json'), `{"cluster":"it's"}\n`);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  function jdk(name: string, release: string | undefined, says = 'never asked'): void {
    mkdirSync(join(root, name, 'bin'), { recursive: true });
    writeFileSync(join(root, name, 'bin/java'), `#!/bin/sh\necho '${says}' >&2\n`);
    chmodSync(join(root, name, 'bin/java'), 0o755);
    if (release !== undefined) writeFileSync(join(root, name, 'release'), release);
  }

  async function probed(env: NodeJS.ProcessEnv, javaHome?: string): Promise<Facts> {
    const host = shellTransport(shell, { HOME: root, ...env });
    const [frame] = await framesOf(host, framed('0', factsProbe(javaHome)));
    expect(frame?.status).toBe('0');
    return parseFacts(frame!.text);
  }

  test('tells who and what it is', async () => {
    const facts = await probed({});
    const { uid, username } = userInfo();
    expect(facts).toMatchObject({ user: username, root: uid === 0, home: root, hostname: hostname() });
    expect(facts.arch).toBe({ x64: 'x86_64', arm64: 'aarch64' }[arch()] ?? facts.arch);
    expect(facts.memory).toBeGreaterThan(totalmem() * 0.9);
    expect(Math.abs(facts.epoch - Date.now() / 1000)).toBeLessThan(60);
    expect(facts.cores).toBeGreaterThan(0);
    expect(facts.os.id).toMatch(/^[a-z]+$/);
  });

  test('without HOME, the home is the one that the host’s accounts say', async () => {
    expect((await probed({ HOME: undefined })).home).toBe(userInfo().homedir);
    expect((await probed({ HOME: '' })).home).toBe(userInfo().homedir);
  });

  test('a limit of open files is told', async () => {
    expect((await probed({})).openFiles).toBeGreaterThan(0);
  });

  test('finds the Java of JAVA_HOME first, then the one on the PATH, by its link, each once', async () => {
    const path = `${join(root, 'default/bin')}:${process.env['PATH']}`;
    const { javas } = await probed({ PATH: path, JAVA_HOME: join(root, 'jdk-8') });
    expect(javas.slice(0, 2)).toEqual([
      { home: join(root, 'jdk-8'), version: '1.8.0_402', major: 8 },
      { home: join(root, 'jdk-17'), version: '17.0.1', major: 17 },
    ]);
    expect(new Set(javas.map(({ home }) => home)).size).toBe(javas.length);
  });

  test('looks nowhere else when the inventory says where Java is', async () => {
    expect((await probed({}, join(root, 'jdk-17'))).javas.map(({ major }) => major)).toEqual([17]);
    expect((await probed({}, join(root, 'not-a-jdk'))).javas).toEqual([]);
    expect((await probed({}, join(root, 'nowhere'))).javas).toEqual([]);
  });

  // as root the manifests are those of this machine
  test.skipIf(userInfo().uid === 0)('finds the manifests of an ordinary user', async () => {
    expect((await probed({})).manifests).toEqual([`{"cluster":"it's"}`]);
  });
});
