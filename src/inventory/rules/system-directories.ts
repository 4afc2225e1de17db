/** Directories of the system: rmqctl owns neither them nor anything in them (hier(7)). */
const WHOLE = '/bin /boot /dev /etc /lib /lib32 /lib64 /proc /run /sbin /sys /usr'.split(' ');
/** Directories that rmqctl does not own, though it may own something in them. */
const ITSELF = [
  ...'/ /home /media /mnt /opt /root /srv /tmp'.split(' '),
  ...'/usr/local /usr/local/bin /usr/local/etc /usr/local/lib /usr/local/sbin /usr/local/share'.split(' '),
  ...'/var /var/cache /var/lib /var/log /var/run /var/spool /var/tmp'.split(' '),
];

/** True if a is b or inside b; both absolute, without a slash at the end. */
export function isInside(a: string, b: string): boolean {
  return a === b || a.startsWith(b === '/' ? '/' : `${b}/`);
}

/** The directory of the system that a path is, or is in; undefined if rmqctl may own the path. */
export function systemDirectory(path: string): string | undefined {
  if (ITSELF.includes(path)) return path;
  if (isInside(path, '/usr/local')) return undefined;
  return WHOLE.find((directory) => isInside(path, directory));
}
