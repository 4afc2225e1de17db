import { Transform, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type Options, type ZipFile } from 'yauzl';
import type { ArchiveEntry, UnpackOptions } from './archive-error.ts';

const SYMLINK = 0o120000;
const FILE_TYPE = 0o170000;

const openZip = promisify<string, Options, ZipFile>(yauzl.open);

/** The entries of a .zip, one at a time, each checked against its CRC as it is read. */
export async function* zipEntries(archive: string, options: UnpackOptions): AsyncGenerator<ArchiveEntry> {
  const zip = await openZip(archive, { lazyEntries: true, autoClose: false });
  let read = 0;
  try {
    for (let entry = await next(zip); entry !== undefined; entry = await next(zip)) {
      options.signal?.throwIfAborted();
      yield await describe(zip, entry);
      read += entry.compressedSize;
      options.progress(read, zip.fileSize);
    }
  } finally {
    zip.close();
  }
}

/** yauzl emits exactly one of these after each readEntry. */
function next(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
      then();
    };
    zip.on('entry', (entry: Entry) => settle(() => resolve(entry)));
    zip.on('end', () => settle(() => resolve(undefined)));
    zip.on('error', (error: Error) => settle(() => reject(error)));
    zip.readEntry();
  });
}

async function describe(zip: ZipFile, entry: Entry): Promise<ArchiveEntry> {
  const name = entry.fileName;
  if (name.endsWith('/')) return { kind: 'directory', name };
  const content = (await contentOf(zip, entry)).pipe(checkCrc(entry));
  const mode = entry.externalFileAttributes >>> 16;
  if ((mode & FILE_TYPE) !== SYMLINK) return { kind: 'file', name, content };
  return { kind: 'symlink', name, target: await text(content) };
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}

/** yauzl checks sizes, not the CRC. */
function checkCrc(entry: Entry): Transform {
  let found = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      found = crc32(chunk, found);
      done(null, chunk);
    },
    flush(done) {
      done(found === entry.crc32 ? null : new Error(`its entry "${entry.fileName}" is damaged (CRC)`));
    },
  });
}
