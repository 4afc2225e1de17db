import type { Inventory } from './schema/schema.ts';

type HostEntry = Inventory['hosts'][string];

/** True if the entry is this machine, used without SSH. */
export function isLocal(entry: HostEntry): boolean {
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
