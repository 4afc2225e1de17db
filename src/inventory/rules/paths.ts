import { findingAt, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule, RuleContext } from '../rule.ts';

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

interface Named {
  readonly at: Path;
  readonly path: string;
}

/** The directories that rmqctl creates and owns. */
function ownDirectories({ inventory: { paths }, drafts }: RuleContext): Named[] {
  const common = (['home', 'store', 'logs', 'state'] as const).flatMap((key): Named[] => {
    const path = paths?.[key];
    return path === undefined ? [] : [{ at: ['paths', key], path }];
  });
  const stores = drafts.flatMap(({ at, store }): Named[] =>
    store === undefined ? [] : [{ at: [...at, 'store'], path: store }],
  );
  return [...common, ...stores];
}

/** RocketMQ's own scripts do not quote paths; a unit and a properties file have their own special characters. */
const SAFE = /^[A-Za-z0-9._/+@-]*$/;

function shapeFindings({ at, path }: Named): RuleFinding[] {
  const refused = (fault: string, hint: string): RuleFinding[] => [
    findingAt('PATH_INVALID', at, { path: quoted(path), fault }, { hint }),
  ];
  if (!path.startsWith('/')) {
    const hint = path.startsWith('~')
      ? 'write the home directory as an absolute path'
      : `such as ${quoted(`/${path.replace(/^[./]+/, '')}`)}`;
    return [findingAt('PATH_RELATIVE', at, { path: quoted(path) }, { hint })];
  }
  if (path.endsWith('/bin/java'))
    return refused(
      'it is the program, not the home of a Java',
      `use the directory above its \`bin\`: \`readlink -f ${path}\` on the host shows it`,
    );
  if (path.split('/').some((part) => part === '.' || part === '..'))
    return refused('it contains `.` or `..`', 'write the path as it is on the hosts');
  if (SAFE.test(path)) return [];
  const fault = "it contains a character that RocketMQ's scripts do not quote";
  return refused(fault, 'use letters, digits and `. _ - + @ /`');
}

/** Paths on the hosts are absolute and plain. */
export const pathShapes: Rule = (context) =>
  [...ownDirectories(context), ...javaHomes(context)].flatMap(shapeFindings);

function javaHomes({ inventory: { java, hosts } }: RuleContext): Named[] {
  const ofHosts = Object.entries(hosts).flatMap(([name, entry]): Named[] => {
    const path = typeof entry === 'object' ? entry.java?.home : undefined;
    return path === undefined ? [] : [{ at: ['hosts', name, 'java', 'home'], path }];
  });
  return [...(java?.home === undefined ? [] : [{ at: ['java', 'home'], path: java.home }]), ...ofHosts];
}

/** Directories that rmqctl creates and may remove must not be the system's. */
export const systemPaths: Rule = (context) =>
  ownDirectories(context).flatMap(({ at, path }) => {
    const system = systemDirectory(path.replace(/(?<=.)\/+$/, ''));
    if (system === undefined) return [];
    return [findingAt('PATH_OF_SYSTEM', at, { path: quoted(path), system: quoted(system) })];
  });
