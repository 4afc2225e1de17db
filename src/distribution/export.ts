import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { RmqctlError, messageOf } from '../errors.ts';
import type { ReleaseArchive } from './release.ts';

/**
 * Writes a release as an archive to carry to another machine, where an inventory can name it: a .tar.gz (or .tgz), or
 * a .tar. Written beside and renamed; the same release gives the same bytes.
 * @throws RmqctlError ARCHIVE_FORMAT for another ending, EXPORT_FAILED
 */
export async function exportRelease(release: ReleaseArchive, file: string): Promise<void> {
  if (!/\.(tar|tar\.gz|tgz)$/.test(file))
    throw new RmqctlError('ARCHIVE_FORMAT', `${file} should end in .tar.gz, .tgz or .tar`, {
      hint: 'give the file another name',
      exit: 2,
    });
  const beside = `${file}.${process.pid}.tmp`;
  try {
    const through = file.endsWith('.tar') ? new PassThrough() : createGzip();
    await pipeline(createReadStream(release.path), through, createWriteStream(beside));
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new RmqctlError('EXPORT_FAILED', `${file} cannot be written: ${messageOf(cause)}`, {
      hint: 'name a file in a directory that exists, may be written to and has room',
      cause,
    });
  }
}
