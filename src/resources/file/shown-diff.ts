import type { FileDiff } from '../../model/events.ts';
import { maskProperties } from '../../rocketmq/configuration/properties-file.ts';
import { REDACTED, reveal, Secret, type Text } from '../../redaction/secret.ts';
import { comparable, readable } from './same-entries.ts';

/** A text file as it is wanted, as far as showing it goes. */
interface Shown {
  readonly path: string;
  readonly content: Text;
  readonly compare?: 'text' | 'properties' | undefined;
  readonly hidden?: readonly string[] | undefined;
}

/**
 * What a person sees of a change to a file. Of a property file with secrets everything but their values, those that are on
 * the host included; of any other file with secrets nothing.
 */
export function shownDiff(
  { path, content, compare, hidden = [] }: Shown,
  found: string,
): FileDiff | undefined {
  const wanted = reveal(content);
  const before = compare === 'properties' ? comparable(wanted, found) : found;
  if (compare !== 'properties' || (hidden.length === 0 && !(content instanceof Secret)))
    return content instanceof Secret ? undefined : { path, before, after: wanted };
  const old = readable(before);
  if (hidden.length === 0 || old === undefined) return undefined;
  const keys = new Set(hidden);
  const mask = (key: string): string | undefined => (keys.has(key) ? REDACTED : undefined);
  // a secret that changes shows as such
  const maskNew = (key: string, value: string): string | undefined =>
    keys.has(key) && old.has(key) && old.get(key) !== value ? `${REDACTED} (changed)` : mask(key);
  return { path, before: maskProperties(before, mask), after: maskProperties(wanted, maskNew) };
}
