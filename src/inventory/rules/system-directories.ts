/** Directories of the system: neither they nor anything in them can be ours (hier(7)). */
const WHOLE = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
];
/** Directories that are not ours, while something in them may be. */
const ITSELF = [
  '/',
  '/home',
  '/media',
  '/mnt',
  '/opt',
  '/root',
  '/srv',
  '/tmp',
  '/usr/local',
  '/usr/local/bin',
  '/usr/local/etc',
  '/usr/local/lib',
  '/usr/local/sbin',
  '/usr/local/share',
  '/var',
  '/var/cache',
  '/var/lib',
  '/var/log',
  '/var/run',
  '/var/spool',
  '/var/tmp',
];

/** Whether a is b or inside b; both absolute, without a slash at the end. */
export function isInside(a: string, b: string): boolean {
  return a === b || a.startsWith(b === '/' ? '/' : `${b}/`);
}

/** The directory of the system that a path is, or is in; undefined where the path can be ours. */
export function systemDirectory(path: string): string | undefined {
  if (ITSELF.includes(path)) return path;
  if (isInside(path, '/usr/local')) return undefined;
  return WHOLE.find((directory) => isInside(path, directory));
}
