import { RmqctlError } from '../errors.ts';
import { readProperties } from '../rocketmq/configuration/properties-file.ts';

/**
 * Whether a properties file on a host says what it should. A running broker that is changed by updateBrokerConfig rewrites
 * its own file with every key it knows and without comments (rocketmq.md 3.8): such a file is compared by the keys that
 * rmqctl wrote. A file that still has rmqctl's first line was not rewritten, so every difference in it is somebody's edit.
 * @param wanted the text as rendered; its first line is rmqctl's comment
 */
export function sameEntries(wanted: string, found: string): boolean {
  if (wanted === found) return true;
  const entries = rewrittenEntries(wanted, found);
  return (
    entries !== undefined && [...readProperties(wanted)].every(([key, value]) => entries.get(key) === value)
  );
}

/**
 * A file on a host as it is shown beside the wanted one: one that a broker has rewritten without the keys that are not
 * rmqctl's, and in the order of the wanted one; any other as it is.
 */
export function comparable(wanted: string, found: string): string {
  const entries = rewrittenEntries(wanted, found);
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

/** The entries of a file that a broker has written over rmqctl's; undefined where it did not, or nobody can read it. */
function rewrittenEntries(wanted: string, found: string): Map<string, string> | undefined {
  const heading = wanted.slice(0, wanted.indexOf('\n') + 1);
  return found === '' || found.startsWith(heading) ? undefined : readable(found);
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
