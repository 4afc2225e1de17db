import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SOUND, sound } from '../sample/inventories.ts';
import { rmqctl, type Outcome } from '../sample/world.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rmqctl-render-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function render(text: string, ...options: readonly string[]): Promise<Outcome> {
  const env = { HOME: '/home/me', USER: 'me', XDG_CACHE_HOME: join(cwd, 'cache'), TOKEN: 'c4n4ry-env' };
  return rmqctl(['render', '-', '-o', 'out', ...options], { stdin: Readable.from([text]), cwd, env });
}

const read = (path: string): string => readFileSync(join(cwd, 'out', path), 'utf8');

describe('what was assumed of the hosts is said', () => {
  test('memory, of the hosts that do not have it in the inventory', async () => {
    const { out } = await render(sound('10.0.0.1', '{ address: 10.0.0.1, memory: 16g }'));
    expect(out).toContain('note MEMORY_ASSUMED node2: 8 GiB of memory assumed');
    expect(read('node1/usr/local/rocketmq-all-4.9.8-bin-release/bin/runbroker.sh')).toContain('-Xmx2g');
    expect(read('node2/usr/local/rocketmq-all-4.9.8-bin-release/bin/runbroker.sh')).toContain('-Xmx1g');
  });

  test.each([
    ['memory of every host', SOUND.replaceAll(/10\.0\.0\.\d/g, '{ address: $&, memory: 8g }')],
    ['the heap of every role', `${SOUND}heap: { namesrv: 256m, broker: 1g }\n`],
  ])('not where the inventory has the %s', async (_, text) => {
    expect((await render(text)).out).not.toContain('MEMORY_ASSUMED');
  });

  test.each([
    ['', 'Java 8 in /usr, systemd, root'],
    [
      'java: { home: /usr/lib/jvm/java-17-openjdk }\n',
      'Java 17 in /usr/lib/jvm/java-17-openjdk, systemd, root',
    ],
    ['ssh: { user: ops }\n', 'Java 8 in /usr, nohup, the login user ops (not root)'],
    ['ssh: { user: ops, become: true }\nsupervisor: nohup\n', 'Java 8 in /usr, nohup, root'],
  ])('%j: %s', async (more, look) => {
    expect((await render(SOUND + more)).out).toContain(
      `note HOST_ASSUMED node1, node2: ${look}, and nothing`,
    );
  });

  test('an archive that is not there', async () => {
    const { code, out } = await render(`${SOUND}distribution: { archive: ./missing.zip }\n`);
    expect([code, out]).toEqual([0, expect.stringContaining('note ARCHIVE_UNKNOWN')]);
  });
});

describe('secrets', () => {
  test('stand in the property files alone, which nobody else may read; that is said, and what is said is not', async () => {
    writeFileSync(join(cwd, 'token'), 'c4n4ry-file\n');
    const properties = 'properties: { regionId: "${TOKEN}", haMasterAddressFile: ./token }';
    const { code, out } = await render(`${SOUND}${properties}\n`);
    expect([code, out]).toEqual([0, expect.stringContaining('warning RENDERED_SECRETS')]);
    expect(out).not.toContain('c4n4ry');
    const root = join(cwd, 'out');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
      statSync(join(root, path)).isFile(),
    );
    const secret = files.filter((path) => read(path).includes('c4n4ry'));
    expect(secret).toHaveLength(4);
    for (const path of secret) {
      expect(path).toMatch(/\/broker-[ab](-s)?\.properties$/);
      expect(read(path)).toMatch(/^regionId=c4n4ry-env\nhaMasterAddress=c4n4ry-file$/m);
      expect(statSync(join(root, path)).mode & 0o777).toBe(0o600);
    }
    const commands = read('node1/commands.sh');
    expect(commands).toMatch(/install -m 600 .*broker-a\.properties/);
    expect(commands).toMatch(/install -d -m 700 .*\/broker-a\b/);
    expect(read('node1/usr/local/rocketmq-all-4.9.8-bin-release/bin/start-broker-a.sh')).toContain(
      '\numask 077\n',
    );
    expect(read('node1/usr/local/rocketmq-all-4.9.8-bin-release/bin/start-namesrv-node1.sh')).not.toContain(
      'umask',
    );
  });
});

describe('where it is written', () => {
  test('an earlier rendition is replaced, hosts that are gone too; what is somebody else’s stays', async () => {
    await render(SOUND);
    writeFileSync(join(cwd, 'out/notes.txt'), 'mine');
    await render(SOUND.replaceAll('node2', 'node3'));
    expect(['node1', 'node2', 'node3'].map((name) => existsSync(join(cwd, 'out', name)))).toEqual([
      true,
      false,
      true,
    ]);
    expect(read('notes.txt')).toBe('mine');
  });

  test('a directory that is no rendition is not touched', async () => {
    mkdirSync(join(cwd, 'out/node1'), { recursive: true });
    writeFileSync(join(cwd, 'out/node1/mine'), '');
    const { code, out } = await render(SOUND);
    expect([code, out]).toEqual([2, expect.stringContaining('RENDER_OCCUPIED')]);
    expect(existsSync(join(cwd, 'out/node2'))).toBe(false);
  });

  test('--limit renders some hosts', async () => {
    await render(SOUND, '--limit', 'node2');
    expect(['node1', 'node2'].map((name) => existsSync(join(cwd, 'out', name)))).toEqual([false, true]);
  });

  test('without -o it is a wrong use', async () => {
    const { code } = await rmqctl(['render', '-'], { stdin: Readable.from([SOUND]), cwd });
    expect(code).toBe(2);
  });
});

test('commands.sh puts each rendered file in its place', async () => {
  await render(SOUND);
  const commands = read('node1/commands.sh');
  const installed = [...commands.matchAll(/^install -m \d+ (?:-o \S+ -g \S+ )?\.(\/\S+) (\S+)$/gm)];
  expect(installed.length).toBeGreaterThan(8);
  for (const [, from, to] of installed) {
    expect(from).toBe(to);
    expect(existsSync(join(cwd, 'out/node1', to!))).toBe(true);
  }
});
