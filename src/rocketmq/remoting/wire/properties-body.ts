/**
 * The `key=value` lines in which servers send their configuration (MixAll.properties2String): nothing is escaped, so a
 * value goes to the end of its line whatever it holds. A line without "=" is the rest of a value that held a line break.
 * @returns key to value, in the order sent
 */
export function readPropertiesBody(body: Buffer): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let lastKey: string | undefined;
  for (const line of body.toString('utf8').split('\n')) {
    const split = line.indexOf('=');
    if (split > 0) {
      lastKey = line.slice(0, split);
      properties.set(lastKey, line.slice(split + 1));
    } else if (line !== '' && lastKey !== undefined) {
      properties.set(lastKey, `${properties.get(lastKey) ?? ''}\n${line}`);
    }
  }
  return properties;
}
