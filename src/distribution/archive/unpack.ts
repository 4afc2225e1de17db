import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RmqctlError, messageOf } from '../../errors.ts';
import type { ArchiveEntry, UnpackOptions } from './archive-error.ts';
import { ArchiveInvalid } from './archive-error.ts';
import { codeOf } from '../../std/errno.ts';
import { linkStaysInside, safeName } from './entry-name.ts';
import { beginsWith, tarEntries } from './tar.ts';
import { zipEntries } from './zip.ts';

/**
 * Unpacks a .zip, .tar or gzipped tar, told apart by its first bytes, into an empty directory. Memory does not grow
 * with the archive. Links are made last, so that no entry can be written through one.
 * @throws RmqctlError ARCHIVE_INVALID for a damaged archive, and for an entry that would leave the directory
 */
export async function unpack(archive: string, directory: string, options: UnpackOptions): Promise<void> {
  const entries = (await beginsWith(archive, 'PK\u0003\u0004'))
    ? zipEntries(archive, options)
    : tarEntries(archive, options);
  const links: Link[] = [];
  try {
    for await (const entry of entries) await place(entry, { directory, label: options.label, links });
    for (const link of links) await placeLink(link, directory, options.label);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw asInvalid(error, options.label);
  }
}

interface Link {
  readonly kind: 'symlink' | 'hardlink';
  readonly name: string;
  readonly target: string;
}

async function place(
  entry: ArchiveEntry,
  to: { directory: string; label: string; links: Link[] },
): Promise<void> {
  const name = safeName(entry.name);
  if (name === undefined)
    throw new ArchiveInvalid(to.label, `its entry "${entry.name}" would leave the directory`);
  if (entry.kind === 'other') throw new ArchiveInvalid(to.label, `its entry "${name}" is a ${entry.what}`);
  if (name === '') return;
  const path = join(to.directory, name);
  if (entry.kind === 'directory') await mkdir(path, { recursive: true });
  else if (entry.kind === 'file') {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(entry.content, createWriteStream(path, { flags: 'wx', mode: 0o644 }));
  } else to.links.push({ kind: entry.kind, name, target: entry.target });
}

async function placeLink(link: Link, directory: string, label: string): Promise<void> {
  const path = join(directory, link.name);
  await mkdir(dirname(path), { recursive: true });
  const outside = new ArchiveInvalid(
    label,
    `its link "${link.name}" to "${link.target}" leaves the directory`,
  );
  if (link.kind === 'symlink') {
    if (!linkStaysInside(link.name, link.target)) throw outside;
    await symlink(link.target, path);
    return;
  }
  const target = safeName(link.target);
  if (target === undefined) throw outside;
  await copyFile(join(directory, target), path).catch((cause: unknown) => {
    throw new ArchiveInvalid(
      label,
      `its link "${link.name}" leads to "${target}", which is no file in it`,
      cause,
    );
  });
}

/** What a damaged archive makes the readers throw is the user's to act on; a full disk is not the archive's fault. */
function asInvalid(error: unknown, label: string): unknown {
  if (error instanceof RmqctlError) return error;
  const code = codeOf(error);
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR')
    return new ArchiveInvalid(label, 'two of its entries have the same name', error);
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return error; // of the file system; ERR_... is of a stream
  return new ArchiveInvalid(label, messageOf(error), error);
}
