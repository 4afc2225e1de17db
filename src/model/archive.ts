/** True if the archive is a URL, of any scheme, not a path. */
export function isUrl(archive: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(archive);
}

/** The format by the ending of the path, or of the URL's path; undefined if it cannot be unpacked. */
export function archiveKind(archive: string): 'zip' | 'tar.gz' | undefined {
  const path = isUrl(archive) ? archive.replace(/[?#].*$/, '') : archive;
  if (/\.zip$/i.test(path)) return 'zip';
  return /\.(tar\.gz|tgz)$/i.test(path) ? 'tar.gz' : undefined;
}
