import { RmqctlError } from '../../errors.ts';
import { COMMENT, readProperties } from '../../rocketmq/configuration/properties-file.ts';

/**
 * True if a property file that a broker has written over rmqctl's still has every entry that is wanted. A running broker that
 * is changed by updateBrokerConfig writes its own file with every key it knows, so keys that rmqctl did not write do not count.
 * In a file that still begins with rmqctl's comment every difference is somebody's edit.
 */
export function keepsEntries(wanted: string, found: string): boolean {
  const entries = rewrittenEntries(found);
  return (
    entries !== undefined && [...readProperties(wanted)].every(([key, value]) => entries.get(key) === value)
  );
}

/**
 * A file on a host as it is shown beside the wanted one: one that a broker has rewritten without the keys that are not
 * rmqctl's, and in the order of the wanted one; any other as it is.
 */
export function comparable(wanted: string, found: string): string {
  const entries = rewrittenEntries(found);
  if (entries === undefined) return found;
  const lines = wanted.split('\n').flatMap((line) => {
    const [entry] = readProperties(line);
    if (entry === undefined) return [line];
    const [key, value] = entry;
    if (entries.get(key) === value) return [line];
    return entries.has(key) ? [`${key}=${entries.get(key)}`] : [];
  });
  return lines.join('\n');
}

/** The entries of a file that a broker has written over rmqctl's; undefined if it did not, or the file cannot be read. */
function rewrittenEntries(found: string): Map<string, string> | undefined {
  return found === '' || found.startsWith(COMMENT) ? undefined : readable(found);
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
