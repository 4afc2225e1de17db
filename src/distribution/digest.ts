import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** The digest of a file's bytes in lower-case hex; memory does not grow with the file. */
export async function fileDigest(path: string, algorithm: 'sha256' | 'sha512'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/**
 * The sha512 in the text of a `.sha512` file. Apache's releases have both forms: `<hex>  <file>` of sha512sum, and
 * `<file>: AB12CD34 ...` of `gpg --print-md`, in groups over several lines.
 * @returns 128 lower-case hex digits, or undefined where the text holds no such digest
 */
export function parseSha512(text: string): string | undefined {
  const afterName = text.includes(':') ? text.slice(text.lastIndexOf(':') + 1) : text;
  const plain = /\b[0-9a-f]{128}\b/i.exec(afterName)?.[0];
  const grouped = afterName.replace(/\s+/g, '');
  const found = plain ?? (/^[0-9a-f]{128}$/i.test(grouped) ? grouped : undefined);
  return found?.toLowerCase();
}
