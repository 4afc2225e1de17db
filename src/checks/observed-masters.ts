import { brokerMembers, type ObservedMasters } from '../model/broker.ts';
import type { Topology } from '../model/topology.ts';
import type { ClusterInfo } from '../rocketmq/remoting/name-server.ts';

/**
 * The running masters by broker: the member whose address a name server has under id 0. A broker that no name server has a
 * master of is absent, and so is one whose master is not in the inventory.
 */
export function observedMasters(topology: Topology, infos: Iterable<ClusterInfo>): ObservedMasters {
  const masters = new Map<string, string>();
  for (const { brokers } of infos)
    for (const { name, address, port, broker } of brokerMembers(topology))
      if (brokers.get(broker!.name)?.addresses.get('0') === `${address}:${port}`)
        masters.set(broker!.name, name);
  return masters;
}
