import { COMMENT, type ConfigFile, headingLines, propertyLine, valuesIn } from './config-file.ts';
import { readableProperties } from './properties-text.ts';

/**
 * True if the process that reads a property file has written it over rmqctl's. In a file that still begins with rmqctl's
 * comment every difference is somebody's edit.
 * @param found the text on the host
 */
export function isRewritten(found: string): boolean {
  return found !== '' && !found.startsWith(COMMENT);
}

/** True if a file that its process has rewritten still has every entry of the desired one. */
export function keepsEntries(config: ConfigFile, found: string): boolean {
  const entries = rewrittenEntries(config, found);
  return entries !== undefined && [...valuesIn(config)].every(([key, value]) => entries.get(key) === value);
}

/**
 * A file on a host as it is shown beside the desired one: a rewritten one without the keys that are not rmqctl's, in
 * the order of the desired one; any other as it is.
 */
export function comparable(config: ConfigFile, found: string): string {
  const entries = rewrittenEntries(config, found);
  if (entries === undefined) return found;
  const lines = [...valuesIn(config)].flatMap(([key, value]) => {
    if (entries.get(key) === value) return [propertyLine(key, value)];
    return entries.has(key) ? [`${key}=${entries.get(key)}`] : [];
  });
  return [...headingLines(config), ...lines].map((line) => `${line}\n`).join('');
}

/** The entries of a file that its process has rewritten; undefined if it did not, or the file cannot be read. */
function rewrittenEntries(config: ConfigFile, found: string): ReadonlyMap<string, string> | undefined {
  return config.rewritten === true && isRewritten(found) ? readableProperties(found) : undefined;
}
