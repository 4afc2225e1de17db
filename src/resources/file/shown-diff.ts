import type { FileDiff } from '../../model/events.ts';
import { REDACTED, reveal, Secret, type Text } from '../../redaction/secret.ts';
import {
  type ConfigFile,
  contentText,
  hasSecret,
  isConfigFile,
} from '../../rocketmq/configuration/config-file.ts';
import { comparable } from '../../rocketmq/configuration/on-host.ts';
import { maskProperties, readableProperties } from '../../rocketmq/configuration/properties-text.ts';

/** A file as it is desired, as far as showing it goes. */
interface Shown {
  readonly path: string;
  readonly content: Text | ConfigFile;
  readonly hidden?: readonly string[] | undefined;
}

/**
 * What a person sees of a change to a file. Of a property file with secrets that its process may rewrite everything but
 * their values, those that are on the host included; of any other file with secrets nothing.
 */
export function shownDiff({ path, content, hidden = [] }: Shown, found: string): FileDiff | undefined {
  const text = contentText(content);
  const after = reveal(text);
  if (!isConfigFile(content) || content.rewritten !== true)
    return text instanceof Secret ? undefined : { path, before: found, after };
  const before = comparable(content, found);
  if (hidden.length === 0 && !hasSecret(content)) return { path, before, after };
  const old = readableProperties(before);
  if (hidden.length === 0 || old === undefined) return undefined;
  const keys = new Set(hidden);
  const mask = (key: string): string | undefined => (keys.has(key) ? REDACTED : undefined);
  // a secret that changes shows as such
  const maskNew = (key: string, value: string): string | undefined =>
    keys.has(key) && old.has(key) && old.get(key) !== value ? `${REDACTED} (changed)` : mask(key);
  return { path, before: maskProperties(before, mask), after: maskProperties(after, maskNew) };
}
