import { resolve } from 'node:path';
import { isUrl } from '../model/archive.ts';
import { defined, isRecord } from '../std/record.ts';
import type { Inventory } from './schema/schema.ts';

export interface Here {
  /** absolute folder of the inventory */
  readonly baseDir: string;
  readonly home: string | undefined;
}

/** A path of this machine, absolute: `~/` is the home directory, else it starts at the inventory's folder. */
export function localPath(path: string, { baseDir, home }: Here): string {
  if (home !== undefined && (path === '~' || path.startsWith('~/'))) return resolve(home, path.slice(2));
  return resolve(baseDir, path);
}

function sshFiles<Ssh extends NonNullable<Inventory['ssh']>>(ssh: Ssh, here: Here): Ssh {
  const { identity, knownHosts } = ssh;
  const absolute = (path: string | undefined): string | undefined => path && localPath(path, here);
  return { ...ssh, ...defined({ identity: absolute(identity), knownHosts: absolute(knownHosts) }) };
}

/** The inventory with the files that keys of roles name absolute. @param keys section and key of each */
export function roleFiles(
  inventory: Inventory,
  keys: readonly (readonly [section: string, key: string])[],
  here: Here,
): Inventory {
  return keys.reduce((changed, [section, key]) => {
    const values: unknown = Object.entries(changed).find(([name]) => name === section)?.[1];
    const file = isRecord(values) ? values[key] : undefined;
    if (!isRecord(values) || typeof file !== 'string') return changed;
    return { ...changed, [section]: { ...values, [key]: localPath(file, here) } };
  }, inventory);
}

/** The inventory with every path of this machine absolute: archive, identity, knownHosts. Pure: no file is looked at. */
export function localPaths(inventory: Inventory, here: Here): Inventory {
  const { ssh, distribution } = inventory;
  const hosts = Object.entries(inventory.hosts).map(([name, host]) => {
    if (typeof host !== 'object' || host.ssh === undefined) return [name, host] as const;
    return [name, { ...host, ssh: sshFiles(host.ssh, here) }] as const;
  });
  return {
    ...inventory,
    hosts: Object.fromEntries(hosts),
    ...defined({ ssh: ssh && sshFiles(ssh, here) }),
    ...(distribution?.archive === undefined || isUrl(distribution.archive)
      ? {}
      : { distribution: { ...distribution, archive: localPath(distribution.archive, here) } }),
  };
}
