import { addressKind } from '../model/ip-address.ts';
import { groupBy } from '../std/group-by.ts';
import type { InstanceDraft } from '../inventory/instance-draft.ts';
import type { Alias } from '../model/alias.ts';
import type { Host } from '../model/host.ts';
import type { Instance } from '../model/instance.ts';

interface Aliased {
  readonly hosts: readonly Host[];
  readonly instances: readonly Instance[];
  /** they hold the word of each alias: "master1" */
  readonly drafts: readonly InstanceDraft[];
}

/**
 * The lines of the hosts file: host by host in the order of the inventory, on each in the order of the instances (name
 * server, masters, slaves). An address that is a name gets none: the name itself is used.
 * @param prefix "rocketmq" makes rocketmq-master1
 */
export function aliasLines(prefix: string, { hosts, instances, drafts }: Aliased): Alias[] {
  const wordOf = new Map(drafts.map(({ name, alias }) => [name, alias]));
  const onHost = groupBy(instances, ({ host }) => host);
  return hosts.flatMap((host) =>
    (onHost.get(host.name) ?? [])
      .filter((instance) => addressKind(instance.address) !== 'name')
      .flatMap(({ name, address }): Alias[] => {
        const word = wordOf.get(name);
        return word === undefined ? [] : [{ address, name: `${prefix}-${word}`, instance: name }];
      }),
  );
}
