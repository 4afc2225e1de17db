import type { ClusterInfo } from '../../rocketmq/remoting/name-server.ts';
import type { Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { brokerMembers } from '../../model/broker.ts';

/** One thing that a name server has wrong. */
export interface Misregistration {
  readonly detail: string;
  /** the broker that it is about, where it is one of the inventory */
  readonly broker?: string | undefined;
}

/**
 * What a name server has wrong: brokers of the topology that it does not know under the inventory's addresses and ids, and
 * others under these names or in this cluster. Pure.
 */
export function misregistrations(topology: Topology, info: ClusterInfo): Misregistration[] {
  const brokers = brokerMembers(topology);
  return [...brokers.flatMap((broker) => misregistered(broker, info)), ...strangers(topology, brokers, info)];
}

function misregistered(
  { name, broker, address, port }: Instance,
  { brokers }: ClusterInfo,
): Misregistration[] {
  const wanted = `${address}:${port}`;
  const found = brokers.get(broker?.name ?? '')?.addresses.get(String(broker?.id));
  if (found === wanted) return [];
  const wrong =
    found === undefined
      ? `${name} (${wanted}) is not registered`
      : `${name} is registered as ${found}, not ${wanted}`;
  return [{ detail: wrong, broker: name }];
}

function strangers(topology: Topology, brokers: readonly Instance[], info: ClusterInfo): Misregistration[] {
  const members = brokers.map(({ broker }) => `${broker?.name} ${broker?.id}`);
  const names = [
    ...new Set([
      ...brokers.map(({ broker }) => broker?.name ?? ''),
      ...(info.clusters.get(topology.cluster) ?? []),
    ]),
  ];
  return names.flatMap((name) =>
    [...(info.brokers.get(name)?.addresses ?? [])].flatMap(([id, address]) => {
      if (members.includes(`${name} ${id}`)) return [];
      const own = brokers.find((broker) => `${broker.address}:${broker.port}` === address);
      return [{ detail: `${name} ${id} at ${address} is not in the inventory`, broker: own?.name }];
    }),
  );
}
