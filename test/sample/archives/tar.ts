import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import tarStream, { type Header } from 'tar-stream';

export type TarFile = Partial<Header> & { name: string; content?: string };

/** A tar of the given entries, in that order. */
export async function tarOf(files: readonly TarFile[]): Promise<Buffer> {
  const pack = tarStream.pack();
  for (const { content, ...header } of files) pack.entry(header, content ?? '');
  pack.finalize();
  return await buffer(Readable.from(pack));
}

export interface Listed {
  name: string;
  type: string;
  mode: string;
  content: string;
  linkname?: string;
}

/** What is in a tar, in its order. */
export async function listTar(path: string): Promise<Listed[]> {
  const extract = tarStream.extract();
  createReadStream(path).pipe(extract);
  const found: Listed[] = [];
  for await (const entry of extract) {
    const { name, type, mode, linkname, uid, gid, mtime } = entry.header;
    if (uid !== 0 || gid !== 0 || mtime.getTime() !== Date.UTC(2000, 0, 1))
      throw new Error(`${name}: owner or time is not the normal form's`);
    const content = await text(Readable.from(entry));
    found.push({ name, type, mode: mode.toString(8), content, ...(linkname ? { linkname } : {}) });
  }
  return found;
}
