/** A path without doubled or trailing slashes, so that two spellings of a directory are one. */
export function plainPath(path: string): string {
  return path.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');
}
