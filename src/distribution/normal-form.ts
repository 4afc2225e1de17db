import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { ArchiveInvalid } from './archive/archive-error.ts';
import { linkStaysInside } from './archive/entry-name.ts';
import { addEntry, type EntryHeader, newTar } from './archive/tar.ts';

/** Any fixed time will do; tar warns of 1970 on some hosts. */
const MTIME = new Date('2000-01-01T00:00:00Z');

export interface PackedTree {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Writes a release's tree as the normal form of a release: an uncompressed tar of bin/, conf/, lib/ ... without a top
 * folder, sorted, owned by root, with one fixed time, bin/ executable. The same tree gives the same bytes, whatever
 * archive it came from; hosts need nothing but tar to unpack it.
 * @param root directory that holds bin/, conf/, lib/
 * @param label what to call the tree in messages
 */
export async function packTree(root: string, tar: string, label: string): Promise<PackedTree> {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const pack = newTar();
  const writing = pipeline(pack, meter, createWriteStream(tar));
  await Promise.all([addTree(pack, root, label).catch((error: Error) => pack.destroy(error)), writing]);
  return { sha256: hash.digest('hex'), bytes };
}

async function addTree(pack: Pack, root: string, label: string): Promise<void> {
  for (const entry of await walk(root, '')) {
    const path = join(root, entry.name);
    const header = { name: entry.name, mtime: MTIME, uid: 0, gid: 0, mode: modeOf(entry.name, entry.type) };
    if (entry.type === 'directory') await addEntry(pack, { ...header, type: 'directory' });
    else if (entry.type === 'symlink') await addEntry(pack, await linkHeader(header, path, label));
    else {
      const { size } = await stat(path);
      await addEntry(pack, { ...header, type: 'file', size }, createReadStream(path));
    }
  }
  pack.finalize();
}

interface TreeEntry {
  readonly name: string;
  readonly type: 'directory' | 'file' | 'symlink';
}

/** Every entry below `folder`, a directory before what it holds, in the order of their bytes. */
async function walk(root: string, folder: string): Promise<TreeEntry[]> {
  const found = await readdir(join(root, folder), { withFileTypes: true });
  const entries: TreeEntry[] = [];
  for (const each of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = folder === '' ? each.name : `${folder}/${each.name}`;
    if (each.isDirectory()) entries.push({ name, type: 'directory' }, ...(await walk(root, name)));
    else entries.push({ name, type: each.isSymbolicLink() ? 'symlink' : 'file' });
  }
  return entries;
}

/** The archive's own modes are not trusted: zips often have none. */
function modeOf(name: string, type: TreeEntry['type']): number {
  return type !== 'file' || name.startsWith('bin/') ? 0o755 : 0o644;
}

/** A link is checked again: leaving the top folder is not leaving the archive. */
async function linkHeader(header: EntryHeader, path: string, label: string): Promise<EntryHeader> {
  const linkname = await readlink(path);
  if (!linkStaysInside(header.name, linkname))
    throw new ArchiveInvalid(label, `its link "${header.name}" to "${linkname}" leaves the release`);
  return { ...header, type: 'symlink', linkname };
}
