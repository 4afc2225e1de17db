import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../alive.ts';
import { sha256 } from '../../std/hash.ts';

/**
 * A file of this process's own to download a URL to. What an earlier run left of the same download becomes its
 * beginning: renaming takes it, and only one of two runs can.
 */
export async function partialFile(cacheDir: string, url: string): Promise<string> {
  const stem = `download-${sha256(url).slice(0, 16)}-`;
  const own = join(cacheDir, `${stem}${process.pid}.part`);
  const names = await readdir(cacheDir);
  for (const name of names.filter((each) => each.startsWith(stem) && each.endsWith('.part'))) {
    const pid = Number(name.slice(stem.length, -'.part'.length));
    if (pid === process.pid || isAlive(pid)) continue;
    const taken = await rename(join(cacheDir, name), own).then(
      () => true,
      () => false,
    );
    if (taken) break;
  }
  return own;
}
