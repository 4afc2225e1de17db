/** A path without doubled slashes and the one at the end, so that two spellings of a directory are one. */
export function plainPath(path: string): string {
  return path.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');
}
