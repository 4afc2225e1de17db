import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { store } from '../../src/resources/store.ts';

const root = mkdtempSync(join(tmpdir(), 'rmqctl store-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What the probe finds, by a real shell, in a store with files of these sizes. */
function found(files: Readonly<Record<string, number>>): unknown {
  for (const [path, size] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), Buffer.alloc(size));
  }
  const output = execFileSync('sh', ['-eu'], { input: store.probe({ path: root }).text, encoding: 'utf8' });
  return store.parse(output, { path: root });
}

it.each([
  ['nothing there', {}, {}],
  [
    'a commit log alone',
    { 'commitlog/00000000000000000000': 7, 'commitlog/00000000000000000007': 9 },
    { commitLog: 7 },
  ],
  [
    'topics, the first without files',
    { 'consumequeue/a/0/readme': 1, 'consumequeue/b/3/00000000000000000000': 40, lock: 1 },
    { consumeQueue: 40 },
  ],
])('the probe of a store: %s', (_, files, sizes) => {
  expect(found(files)).toEqual(sizes);
});
