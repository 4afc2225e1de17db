import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { provideProgram } from '../../src/distribution/program.ts';
import type { Program, ProgramPart } from '../../src/model/program.ts';

const HOOKS = { notice: () => {}, progress: () => {} };

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'rmqctl-program-'))));
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** A tar.gz of a folder below the root, with that folder in it or without. */
function tarOf(folder: string, options: { readonly top: boolean }): string {
  const file = join(root, `${folder}.tar.gz`);
  const what = options.top ? ['-C', root, folder] : ['-C', join(root, folder), '.'];
  execFileSync('tar', ['-czf', file, ...what]);
  return file;
}

const provide = (...parts: readonly ProgramPart[]) => {
  const program: Program = { title: 'a server', parts };
  return provideProgram(program, { cacheDir: join(root, 'cache'), name: 'console' }, HOOKS);
};

const entriesOf = (tar: string): string[] =>
  execFileSync('tar', ['-tf', tar], { encoding: 'utf8' }).trim().split('\n');

describe('a program', () => {
  const server = (file: string): ProgramPart => ({
    key: 'console.tomcat',
    file,
    as: 'unpacked',
    to: '',
    has: 'lib/catalina.jar',
    without: ['webapps'],
    reads: ['NOTES'],
  });
  const application = (file: string): ProgramPart => ({
    key: 'console.war',
    file,
    as: 'unpacked',
    to: 'webapps/app',
    has: 'conf.properties',
    reads: ['conf.properties', 'not-there'],
  });

  beforeEach(() => {
    put('server-1.0/lib/catalina.jar', 'jar');
    put('server-1.0/bin/run.sh', '#!/bin/sh\n');
    put('server-1.0/webapps/manager/index.html', 'theirs');
    put('server-1.0/NOTES', 'Version 1.0');
    put('app/conf.properties', 'a=ü\r\n');
  });

  test('is put together from its archives, without what is left out, and its texts are read', async () => {
    const made = await provide(
      server(tarOf('server-1.0', { top: true })),
      application(tarOf('app', { top: false })),
    );
    expect(made.texts).toEqual({ NOTES: 'Version 1.0', 'conf.properties': 'a=ü\r\n' });
    expect(entriesOf(made.path)).toEqual([
      'NOTES',
      'bin',
      'bin/run.sh',
      'lib',
      'lib/catalina.jar',
      'webapps',
      'webapps/app',
      'webapps/app/conf.properties',
    ]);
  });

  test('is the same whatever it is packed as, comes from the cache, and is made anew when a file changes', async () => {
    const parts = [
      server(tarOf('server-1.0', { top: true })),
      application(tarOf('app', { top: false })),
    ] as const;
    const first = await provide(...parts);
    expect(await provide(...parts)).toEqual(first);
    // what is in the cache is damaged
    writeFileSync(first.path, 'x'.repeat(first.bytes));
    expect(await provide(...parts)).toEqual(first);
    expect((await provide(server(tarOf('server-1.0', { top: false })), parts[1])).sha256).toBe(first.sha256);
    put('app/conf.properties', 'a=2, which is another length\n');
    const other = await provide(parts[0], application(tarOf('app', { top: false })));
    expect(other.sha256).not.toBe(first.sha256);
    expect(other.texts['conf.properties']).toContain('a=2');
  });

  test('holds a whole file as it is, and reads what is in it', async () => {
    put('jar/META-INF/MANIFEST.MF', 'Implementation-Version: 2.1.0\n');
    put('jar/App.class', 'code');
    const jar = join(root, 'app.jar');
    execFileSync('jar', ['cfM', jar, '-C', join(root, 'jar'), '.']);
    const manifest = 'META-INF/MANIFEST.MF';
    const made = await provide({
      key: 'dashboard.archive',
      file: jar,
      as: 'whole',
      to: 'app.jar',
      has: manifest,
      reads: [manifest],
    });
    expect(made.texts[manifest]).toContain('2.1.0');
    expect(entriesOf(made.path)).toEqual(['app.jar']);
  });

  test.each([
    [
      'is not there',
      () => join(root, 'none.tar.gz'),
      'PROGRAM_FILE_MISSING',
      /console\.tomcat.*is not there/,
    ],
    ['is a directory', () => join(root, 'app'), 'PROGRAM_FILE_MISSING', /is not a file/],
    [
      'is something else',
      () => tarOf('app', { top: false }),
      'PROGRAM_FILE_INVALID',
      /has no lib\/catalina\.jar/,
    ],
    [
      'is damaged',
      () => join(root, 'server-1.0/NOTES'),
      'PROGRAM_FILE_INVALID',
      /is not what console\.tomcat needs/,
    ],
  ])('whose file %s is refused', async (_name, file, code, message) => {
    await expect(provide(server(file()))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      exit: 3,
    });
  });
});
