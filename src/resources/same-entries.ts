import { RmqctlError } from '../errors.ts';
import { readProperties } from '../render/properties.ts';

/**
 * Whether a properties file on a host says what it should. A running broker that is changed by updateBrokerConfig rewrites
 * its own file with every key it knows and without comments (rocketmq.md 3.8): such a file is compared by the keys that
 * rmqctl wrote. A file that still has rmqctl's first line was not rewritten, so every difference in it is somebody's edit.
 * @param wanted the text as rendered; its first line is rmqctl's comment
 */
export function sameEntries(wanted: string, found: string): boolean {
  if (wanted === found) return true;
  const heading = wanted.slice(0, wanted.indexOf('\n') + 1);
  if (found === '' || found.startsWith(heading)) return false;
  const entries = readable(found);
  return (
    entries !== undefined && [...readProperties(wanted)].every(([key, value]) => entries.get(key) === value)
  );
}

/** The entries of a file on a host; undefined where it is so broken that no process could have written it. */
export function readable(text: string): Map<string, string> | undefined {
  try {
    return readProperties(text);
  } catch (error) {
    if (error instanceof RmqctlError) return undefined;
    throw error;
  }
}
