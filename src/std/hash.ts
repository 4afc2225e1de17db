import { type BinaryToTextEncoding, createHash } from 'node:crypto';

/** The sha256 of a text (in UTF-8) or of bytes, in hexadecimal digits unless said otherwise. */
export function sha256(data: string | Buffer, encoding: BinaryToTextEncoding = 'hex'): string {
  return createHash('sha256').update(data).digest(encoding);
}
