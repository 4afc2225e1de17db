import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RmqctlError } from '../../src/errors.ts';
import { codeOf, isMissing, readIfThere } from '../../src/std/errno.ts';
import { sha256 } from '../../src/std/hash.ts';
import { hex4 } from '../../src/std/hex.ts';

test('the code of what was caught', () => {
  expect(codeOf(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toBe('ENOENT');
  expect(codeOf(new RmqctlError('USAGE', 'wrong'))).toBe('USAGE');
  expect([new Error('bare'), { code: 'ENOENT' }, 'ENOENT', undefined].map(codeOf)).toEqual(
    Array(4).fill(undefined),
  );
});

test('a file that is not there has no text; one that cannot be read is an error', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rmqctl-std-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'there'), 'text');
  expect(await readIfThere(join(folder, 'there'))).toBe('text');
  expect(await readIfThere(join(folder, 'not'))).toBeUndefined();
  expect(await readIfThere(join(folder, 'there', 'below'))).toBeUndefined(); // a file on the way
  await expect(readIfThere(folder)).rejects.toThrow('EISDIR');
  expect(isMissing(await readIfThere(folder).catch((error: unknown) => error))).toBe(false);
});

test('digests and digits', () => {
  expect(sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  expect(sha256(Buffer.from('é'), 'base64')).toBe(Buffer.from(sha256('é'), 'hex').toString('base64'));
  expect([hex4(80), hex4(9876), hex4(0x1f600)]).toEqual(['0050', '2694', '1F600']);
});
