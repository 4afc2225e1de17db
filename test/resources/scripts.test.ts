import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { touchMarks } from '../../src/plan/steps/plan.ts';
import { MARKER } from '../../src/resources/release.ts';
import { lines, sh } from '../../src/shell/script.ts';
import { SHELLS } from '../sample/shells.ts';
import { ResourceHost } from '../sample/resource-host.ts';

const OWN = { mode: '644', owner: '' };

describe.each(SHELLS)('the scripts by %s', (shell) => {
  const host = new ResourceHost(shell);
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "rmqctl it's "));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const made = (): string => join(root, 'state/made');
  const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

  /** Applies what a resource lacks; then nothing is to be done. */
  async function converge(kind: string, desired: unknown, before = sh``): Promise<void> {
    const change = await host.change(kind, desired);
    expect(change).toBeDefined();
    await host.run(lines([before, change!.apply]));
    expect(await host.change(kind, desired)).toBeUndefined();
  }

  describe('directory', () => {
    test('is made with those above it', async () => {
      const path = join(root, 'a b/c');
      await converge('directory', { path, mode: '750', owner: '', made: made() });
      expect(modeOf(path)).toBe('750');
    });

    test('a link to a directory is a directory', async () => {
      mkdirSync(join(root, 'real'), { mode: 0o700 });
      symlinkSync(join(root, 'real'), join(root, 'link'));
      await converge('directory', { path: join(root, 'link'), mode: '755', owner: '', made: made() });
      expect(modeOf(join(root, 'real'))).toBe('755');
    });

    test('a file in its place is an error that names it', async () => {
      const path = join(root, 'file');
      writeFileSync(path, '');
      const change = await host.change('directory', { path, mode: '755', owner: '', made: made() });
      await expect(host.run(change!.apply)).rejects.toThrow(/file': File exists/);
    });
  });

  describe('file', () => {
    const contents = [
      ['plain', 'a\nb\n'],
      ['quotes and backslashes', `it's "x" \\n $HOME \`id\` %s\n`],
      ['several line breaks at the end', 'a\n\n\n'],
      ['empty lines at the start', '\n\n  a\n'],
      ['beyond ASCII', 'ä€😀\n'],
      ['looks like an option', '-n\n'],
      ['large', `${'0123456789abcdef'.repeat(4)}\n`.repeat(2000)],
    ] as const;

    test.each(contents)('%s', async (_name, content) => {
      const path = join(root, 'dir/file');
      await converge('file', { ...OWN, path, content });
      expect(readFileSync(path, 'utf8')).toBe(content);
      expect(readdirSync(join(root, 'dir'))).toEqual(['file']);
    });

    test('another mode alone', async () => {
      const path = join(root, 'file');
      writeFileSync(path, 'x\n', { mode: 0o600 });
      await converge('file', { path, content: 'x\n', mode: '755', owner: '' });
      expect(modeOf(path)).toBe('755');
    });

    test('a link is followed, not replaced', async () => {
      writeFileSync(join(root, 'real'), 'old\n');
      symlinkSync('real', join(root, 'link'));
      await converge('file', { ...OWN, path: join(root, 'link'), content: 'new\n' });
      expect(readlinkSync(join(root, 'link'))).toBe('real');
      expect(readFileSync(join(root, 'real'), 'utf8')).toBe('new\n');
    });

    test('one that cannot be written is told, and the old one stays', async () => {
      const path = join(root, 'file');
      writeFileSync(path, 'old\n');
      mkdirSync(`${path}.rmqctl-new`);
      const change = await host.change('file', { ...OWN, path, content: 'new\n' });
      await expect(host.run(change!.apply)).rejects.toThrow('file.rmqctl-new');
      expect(readFileSync(path, 'utf8')).toBe('old\n');
    });

    test('is removed', async () => {
      const path = join(root, 'file');
      writeFileSync(path, 'x\n');
      const change = await host.removal('file', { path });
      await host.run(change!.apply);
      expect(existsSync(path)).toBe(false);
      expect(await host.removal('file', { path })).toBeUndefined();
    });

    test('a reader never sees half of it', async () => {
      const path = join(root, 'file');
      const texts = ['a', 'b'].map((letter) => `${letter.repeat(99)}\n`.repeat(500));
      writeFileSync(path, texts[0]!);
      const puts = Array.from({ length: 30 }, (_, i) => sh`put ${path} 644 '' ${texts[i % 2]!}`);
      const state = { writing: true };
      const written = host.run(lines(puts)).finally(() => (state.writing = false));
      const seen = new Set<string>();
      while (state.writing) {
        seen.add(readFileSync(path, 'utf8'));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await written;
      expect([...seen].filter((text) => !texts.includes(text))).toEqual([]);
      expect(seen.size).toBe(2);
    });
  });

  describe('block', () => {
    const begin = '# BEGIN rmqctl c1\n';
    const end = '# END rmqctl c1\n';
    const block = `${begin}10.0.0.1 a\n10.0.0.2 b\n${end}`;
    const old = `${begin}10.0.0.9 a\n${end}`;
    const lo = '127.0.0.1 localhost\n';

    test.each([
      ['empty', '', block],
      ['appended', lo, lo + block],
      ['no line break at the end', '127.0.0.1 localhost', lo + block],
      ['in the middle', `${lo}${old}::1 ip6\n`, `${lo}${block}::1 ip6\n`],
      [
        'lines of others with CRLF',
        `127.0.0.1 localhost\r\n${old}::1 ip6\r\n`,
        `127.0.0.1 localhost\r\n${block}::1 ip6\r\n`,
      ],
      ['odd lines of others', `-n\n  \\t  x \n!\n(\n${old}\n\n`, `-n\n  \\t  x \n!\n(\n${block}\n\n`],
      ['the end is missing', `${lo}${begin}10.0.0.7 precious\n`, `${lo}10.0.0.7 precious\n${block}`],
      ['the begin is missing', `${lo}${end}`, `${lo}${end}${block}`],
      ['twice', `${old}${lo}${old}`, `${block}${lo}`],
      ['begun twice', `${begin}10.0.0.7 precious\n${old}`, `10.0.0.7 precious\n${block}`],
      [
        'of another cluster',
        `${old.replaceAll('c1', 'c11')}${lo}`,
        `${old.replaceAll('c1', 'c11')}${lo}${block}`,
      ],
    ])('%s', async (_name, before, after) => {
      const path = join(root, 'hosts');
      writeFileSync(path, before, { mode: 0o640 });
      chmodSync(path, 0o640);
      const desired = { path, marker: 'c1', lines: ['10.0.0.1 a', '10.0.0.2 b'] };
      const change = await host.change('block', desired);
      expect(change?.diff).toEqual({ path, before, after });
      await host.run(change!.apply);
      expect(readFileSync(path, 'utf8')).toBe(after);
      expect(modeOf(path)).toBe('640');
      expect(await host.change('block', desired)).toBeUndefined();

      const removal = await host.removal('block', desired);
      await host.run(removal!.apply);
      expect(readFileSync(path, 'utf8')).toBe(removal!.diff!.after);
      expect(await host.removal('block', desired)).toBeUndefined();
      expect(readdirSync(root)).toEqual(['hosts']);
    });

    test('no file yet, and through a link', async () => {
      symlinkSync('real', join(root, 'hosts'));
      writeFileSync(join(root, 'real'), lo);
      await converge('block', { path: join(root, 'hosts'), marker: 'c1', lines: ['10.0.0.1 a'] });
      expect(readlinkSync(join(root, 'hosts'))).toBe('real');
      await converge('block', { path: join(root, 'none'), marker: 'c1', lines: ['10.0.0.1 a'] });
    });
  });

  describe('release', () => {
    function archive(home: string, text: string): string {
      const tree = join(root, 'tree');
      mkdirSync(join(tree, 'bin'), { recursive: true });
      writeFileSync(join(tree, 'bin/mqbroker'), text);
      const sent = join(root, `.${home}.rmqctl-upload`);
      execFileSync('tar', ['-cf', sent, '-C', tree, '.']);
      return createHash('sha256').update(readFileSync(sent)).digest('hex');
    }

    test('is unpacked, is found again, and another one takes its place whole', async () => {
      const desired = { home: join(root, 'home'), version: '4.9.4', owner: '' };
      const first = archive('home', 'one\n');
      await converge('release', desired, sh`release_sha256=${first}`);
      expect(readFileSync(join(root, 'home', MARKER), 'utf8')).toBe(`4.9.4 ${first}\n`);
      writeFileSync(join(root, 'home/bin/left-over'), '');

      const second = archive('home', 'two\n');
      const pinned = { ...desired, identity: second };
      expect(await host.change('release', pinned)).toMatchObject({ action: 'update' });
      await converge('release', pinned, sh`release_sha256=${second}`);
      expect(readdirSync(join(root, 'home/bin'))).toEqual(['mqbroker']);
      expect(readdirSync(root).sort()).toEqual(['home', 'tree']);
    });

    test('a damaged archive is told, and nothing is touched', async () => {
      const desired = { home: join(root, 'home'), version: '4.9.4', owner: '' };
      archive('home', 'one\n');
      const change = await host.change('release', desired);
      const apply = lines([sh`release_sha256=${'0'.repeat(64)}`, change!.apply]);
      await expect(host.run(apply)).rejects.toThrow('arrived damaged');
      expect(existsSync(desired.home)).toBe(false);
    });

    test.each([
      [
        'a directory of somebody else',
        (home: string) => mkdirSync(join(home, 'precious'), { recursive: true }),
        'HOME_OCCUPIED',
      ],
      ['an empty directory', (home: string) => mkdirSync(home), undefined],
    ])('%s in its place', async (_name, make, code) => {
      const desired = { home: join(root, 'home'), version: '4.9.4', owner: '' };
      make(desired.home);
      if (code !== undefined) return expect(host.change('release', desired)).rejects.toMatchObject({ code });
      return converge('release', desired, sh`release_sha256=${archive('home', 'x\n')}`);
    });

    test('one that was killed half-way is finished', async () => {
      const desired = { home: join(root, 'home'), version: '4.9.4', owner: '' };
      const sha256 = archive('home', 'one\n');
      for (const half of ['home.rmqctl-new', 'home.rmqctl-old'])
        mkdirSync(join(root, half, 'bin'), { recursive: true });
      await converge('release', desired, sh`release_sha256=${sha256}`);
      expect(readdirSync(root).sort()).toEqual(['home', 'tree']);
    });
  });

  test('marks are made with the directories above them', async () => {
    const marks = ['a', "b's"].map((name) => join(root, 'state/restart', name));
    await host.run(touchMarks(marks));
    await host.run(touchMarks(marks));
    expect(marks.map((mark) => statSync(mark).size)).toEqual([0, 0]);
  });

  test('manifest', async () => {
    const path = join(root, 'state/c1/manifest.json');
    await converge('manifest', { path, made: made(), phase: 'first', content: `{"it's":"ü"}\n` });
    expect(readFileSync(path, 'utf8')).toBe(`{"it's":"ü"}\n`);
  });
});
