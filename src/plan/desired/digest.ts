import { createHash } from 'node:crypto';
import { reveal, type Text } from '../../redaction/secret.ts';

/** A short name for exactly these texts in this order: 16 hexadecimal digits of a sha256. */
export function digest(texts: readonly Text[]): string {
  const hash = createHash('sha256');
  for (const text of texts.map(reveal)) hash.update(`${text.length}:${text}`);
  return hash.digest('hex').slice(0, 16);
}
