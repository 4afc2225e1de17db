import { REDACTED, Secret } from './secret.ts';
import { escapeXml } from '../std/xml.ts';

/** A shorter value would redact half of every text and hide nothing. */
const LEAST_LENGTH = 4;

/**
 * The forms in which secrets occur in texts, the longest first: each as it is, and as JSON, a property file, the single
 * quotes of a shell and XML write it; of one in several lines each line.
 */
export function disguises(secrets: Iterable<string>): string[] {
  const found = [...secrets]
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .flatMap((text) => [
      text,
      JSON.stringify(text).slice(1, -1),
      text.replaceAll('\\', '\\\\'),
      text.replaceAll("'", String.raw`'\''`),
      escapeXml(text),
    ]);
  return [...new Set(found)]
    .filter((text) => text.length >= LEAST_LENGTH)
    .toSorted((a, b) => b.length - a.length);
}

/** Fields of events that hold words of a closed list, which readers match: no user text gets there. */
const CLOSED = new Set(['event', 'severity', 'code', 'status', 'action']);

/**
 * Plain data without secrets in its texts, however deep; keys, numbers and truth values stay.
 * @param hidden the result of `disguises`
 */
export function redacted<Data>(data: Data, hidden: readonly string[]): Data {
  if (hidden.length === 0) return data;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts stay texts, so the data keeps its shape
  return redact(data, hidden) as Data;
}

function redact(value: unknown, hidden: readonly string[]): unknown {
  if (typeof value === 'string')
    return hidden.reduce((text, secret) => text.replaceAll(secret, REDACTED), value);
  if (Array.isArray(value)) return value.map((item) => redact(item, hidden));
  if (value instanceof Secret || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, CLOSED.has(key) ? item : redact(item, hidden)]),
  );
}
