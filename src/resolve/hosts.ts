import type { Static } from '../inventory/schema/json-schema.ts';
import { addressOf, isLocal } from '../inventory/host-address.ts';
import type { Inventory } from '../inventory/schema/schema.ts';
import type { HOST_SSH } from '../inventory/schema/schema-parts.ts';
import { bytesOf } from '../std/size.ts';
import type { Host, SshSpec } from '../model/host.ts';

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
