import { readdir, rename, rm, stat } from 'node:fs/promises';
import { RmqctlError } from '../../errors.ts';
import { fileDigest } from '../digest.ts';
import { downloadFile, type DownloadHooks } from './download.ts';
import { join } from 'node:path';
import { isAlive } from '../alive.ts';
import { sha256 } from '../../std/hash.ts';

export interface VerifiedDownload {
  readonly url: string;
  readonly cacheDir: string;
  /** lower-case hex; without it nothing is resumed from an earlier run, as nothing would notice a wrong beginning */
  readonly sha512?: string | undefined;
  readonly hooks: DownloadHooks;
}

/**
 * Downloads a file and checks its sha512. A resumed download whose digest is wrong is started over once.
 * @returns path of the file, which belongs to the caller; on failure what was got stays for the next run
 * @throws RmqctlError ARCHIVE_CHECKSUM; what downloadFile throws
 */
export async function downloadVerified(request: VerifiedDownload): Promise<string> {
  const { url, cacheDir, sha512, hooks } = request;
  const path = await partialFile(cacheDir, url);
  if (sha512 === undefined) await rm(path, { force: true });
  const resumed = await stat(path).then(
    (found) => found.size > 0,
    () => false,
  );
  await downloadFile(url, path, hooks);
  if (sha512 === undefined) return path;
  const found = await fileDigest(path, 'sha512');
  if (found === sha512) return path;
  await rm(path, { force: true });
  if (!resumed) throw checksumError(url, sha512, found);
  hooks.notice(`${url}: the download that was resumed has a wrong sha512; starting over`);
  return await downloadVerified(request);
}

/** An archive whose bytes are not those that were asked for. */
export function checksumError(what: string, wanted: string, found: string): RmqctlError {
  return new RmqctlError('ARCHIVE_CHECKSUM', `the sha512 of ${what} is ${found}, but should be ${wanted}`, {
    hint: 'Get the archive anew; where it is right as it is, correct the sha512 in the inventory.',
  });
}

/**
 * A file of this process's own to download a URL to. What an earlier run left of the same download becomes its
 * beginning: renaming takes it, and only one of two runs can.
 */
async function partialFile(cacheDir: string, url: string): Promise<string> {
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
