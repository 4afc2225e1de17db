import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { exportRelease } from '../../src/distribution/export.ts';
import { releaseFiles, Sandbox } from '../sample/archives/sandbox.ts';
import { zipOf } from '../sample/archives/zip.ts';

const MIB = 1 << 20;

/** By how much the process grew at most while `work` ran, in MiB, and what `work` gave. */
async function growth<T>(work: () => Promise<T>): Promise<[number, T]> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  const sampling = setInterval(look, 5);
  const result = await work();
  clearInterval(sampling);
  look();
  return [(peak - before) / MIB, result];
}

it('memory does not grow with a release, from whatever it is converted', async () => {
  const box = new Sandbox();
  // zeros, so that making the archive takes neither time nor memory
  const content = '\0'.repeat(16 * MIB);
  const jars = Array.from({ length: 16 }, (_, i) => ({ name: `lib/${i}.jar`, content }));
  const zip = await box.write('big.zip', zipOf([...releaseFiles('4.9.4', ''), ...jars]));
  const [unzipping, release] = await growth(() => box.provide('4.9.4', { from: 'archive', archive: zip }));
  const archive = `${box.root}/big.tar.gz`;
  const [packing] = await growth(() => exportRelease(release, archive));
  const [unpacking] = await growth(() => box.provide('4.9.4', { from: 'archive', archive }));
  expect(Math.max(unzipping, packing, unpacking)).toBeLessThan(96);
  // the same measure sees a release that is held in memory
  const [held, bytes] = await growth(() => readFile(release.path));
  expect(bytes.length).toBeGreaterThan(256 * MIB);
  expect(held).toBeGreaterThan(192);
}, 60_000);
