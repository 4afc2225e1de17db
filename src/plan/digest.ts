import { createHash } from 'node:crypto';

/** A short name for exactly these texts in this order: 16 hexadecimal digits of a sha256. */
export function digest(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest('hex').slice(0, 16);
}
