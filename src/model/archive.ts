/** What the name of an archive tells. */

/** Whether the archive is a URL, of whatever scheme, and no path. */
export function isUrl(archive: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(archive);
}

/** By the ending of the path, or of the URL's path: a query may follow. Undefined: none that can be unpacked. */
export function archiveKind(archive: string): 'zip' | 'tar.gz' | undefined {
  const path = isUrl(archive) ? archive.replace(/[?#].*$/, '') : archive;
  if (/\.zip$/i.test(path)) return 'zip';
  return /\.(tar\.gz|tgz)$/i.test(path) ? 'tar.gz' : undefined;
}
