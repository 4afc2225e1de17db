import { posix } from 'node:path';

/**
 * The path of an archive's entry below the directory it is unpacked to, without `.` and doubled slashes.
 * @returns '' for the root itself; undefined for a name that must not be unpacked: absolute, with `..`, a backslash
 * or a control character
 */
export function safeName(name: string): string | undefined {
  if (/[\u0000-\u001f\u007f\\]/.test(name) || name.startsWith('/') || /^[A-Za-z]:/.test(name))
    return undefined;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}

/**
 * True where a symbolic link stays inside the tree whatever other links there are. `..` is allowed at the start of the
 * target alone: after a name it would be taken from wherever that name links to.
 * @param name the link's path in the tree
 */
export function linkStaysInside(name: string, target: string): boolean {
  if (target === '' || posix.isAbsolute(target) || /[\u0000-\u001f\u007f\\]/.test(target)) return false;
  if (/(^|\/)(?!\.\.?(\/|$))[^/]+\/(.*\/)?\.\.(\/|$)/.test(target)) return false;
  const resolved = posix.join(posix.dirname(name), target);
  return resolved !== '..' && !resolved.startsWith('../');
}
