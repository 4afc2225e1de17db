import type { Static } from '../inventory/json-schema.ts';
import type { Inventory } from '../inventory/schema.ts';
import type { HOST_SSH } from '../inventory/schema-parts.ts';
import { bytesOf } from './size.ts';
import type { Host, SshSpec } from './topology.ts';

type HostEntry = Inventory['hosts'][string];

function isLocal(entry: HostEntry): boolean {
  return entry === 'local' || (typeof entry === 'object' && entry.local === true);
}

/**
 * Where a host is dialled.
 * @returns undefined for a local host without an address in a cluster that has other machines: they could not reach it
 */
export function addressOf(inventory: Inventory, name: string): string | undefined {
  const entry = inventory.hosts[name];
  if (entry === undefined) return undefined;
  if (typeof entry === 'string' && entry !== 'local') return entry;
  if (typeof entry === 'object' && entry.address !== undefined) return entry.address;
  if (!isLocal(entry)) return undefined;
  return Object.values(inventory.hosts).every(isLocal) ? '127.0.0.1' : undefined;
}

function sshOf(common: Inventory['ssh'], own: Static<typeof HOST_SSH> | undefined): SshSpec {
  return { become: false, ...common, ...own };
}

/** The hosts of the inventory in its order; those without an address are left out, a rule tells them. */
export function resolveHosts(inventory: Inventory): Host[] {
  return Object.entries(inventory.hosts).flatMap(([name, entry]) => {
    const address = addressOf(inventory, name);
    if (address === undefined) return [];
    const long = typeof entry === 'object' ? entry : {};
    const javaHome = long.java?.home ?? inventory.java?.home;
    return [
      {
        name,
        address,
        local: isLocal(entry),
        ssh: sshOf(inventory.ssh, long.ssh),
        ...(long.memory === undefined ? {} : { memory: bytesOf(long.memory) }),
        ...(javaHome === undefined ? {} : { javaHome }),
        labels: { ...long.labels },
      },
    ];
  });
}
