import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PassThrough, Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import tarStream, { type Header, type Pack } from 'tar-stream';
import type { ArchiveEntry, UnpackOptions } from './archive-error.ts';

/** The entries of a tar, gzipped or not, one at a time. */
export async function* tarEntries(archive: string, options: UnpackOptions): AsyncGenerator<ArchiveEntry> {
  const { size } = await stat(archive);
  let read = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      options.progress((read += chunk.length), size);
      done(null, chunk);
    },
  });
  const gunzip = (await beginsWith(archive, '\u001f\u008b')) ? createGunzip() : new PassThrough();
  const extract = tarStream.extract();
  const feeding = pipeline([createReadStream(archive), counter, gunzip, extract], {
    signal: options.signal,
  });
  feeding.catch(() => undefined); // reported by the loop below, which the same failure ends
  for await (const entry of extract) {
    const described = describe(entry.header, Readable.from(entry));
    yield described;
    if (described.kind !== 'file') entry.resume();
  }
  await feeding;
}

function describe(header: Header, content: Readable): ArchiveEntry {
  const { name, type, linkname } = header;
  switch (type) {
    case 'directory':
      return { kind: 'directory', name };
    case 'file':
    case 'contiguous-file':
      return { kind: 'file', name, content };
    case 'symlink':
      return { kind: 'symlink', name, target: linkname ?? '' };
    case 'link':
      return { kind: 'hardlink', name, target: linkname ?? '' };
    default:
      return { kind: 'other', name, what: type ?? 'thing of no known type' };
  }
}

/** True if a file begins with these Latin-1 characters. */
export async function beginsWith(path: string, characters: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(characters.length));
    return buffer.toString('latin1') === characters;
  } finally {
    await file.close();
  }
}

/** A tar to be written; read it as a stream while entries are added. */
export function newTar(): Pack {
  return tarStream.pack();
}

/** What the normal form says of an entry. */
export type EntryHeader = Pick<Header, 'name' | 'mode' | 'mtime' | 'uid' | 'gid'> & Partial<Header>;

/** Adds an entry and waits until its content went through; `content` is absent for directories and links. */
export async function addEntry(pack: Pack, header: EntryHeader, content?: Readable): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error | null) => (error ? reject(error) : resolve());
    const sink = pack.entry(header, settle);
    if (content !== undefined) pipeline(content, sink).catch(reject);
  });
}
