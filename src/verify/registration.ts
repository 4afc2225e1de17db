import type { CheckEvent } from '../report/events.ts';
import type { ClusterInfo } from '../rocketmq/remoting/name-server.ts';
import type { Instance, Topology } from '../topology/topology.ts';

type Result = Omit<CheckEvent, 'event' | 'host' | 'instance'>;

/**
 * Whether a name server knows every broker of the topology under the inventory's addresses, and no other under these names
 * and in this cluster. Pure.
 */
export function judgeRegistration(topology: Topology, info: ClusterInfo): Result {
  const brokers = topology.instances.filter((instance) => instance.broker !== undefined);
  const wrong = [
    ...brokers.flatMap((broker) => misregistered(broker, info)),
    ...strangers(topology, brokers, info),
  ];
  if (wrong.length === 0) {
    const detail = `knows ${brokers.map(({ name }) => name).join(', ')}`;
    return { check: 'registration', status: 'pass', detail };
  }
  return {
    check: 'registration',
    status: 'fail',
    detail: wrong.join('; '),
    hint: 'a broker registers at its start and every 30 s: look at its broker.log for registerBroker',
  };
}

function misregistered({ name, broker, address, port }: Instance, { brokers }: ClusterInfo): string[] {
  const wanted = `${address}:${port}`;
  const found = brokers.get(broker?.name ?? '')?.addresses.get(String(broker?.id));
  if (found === undefined) return [`${name} (${wanted}) is not registered`];
  return found === wanted ? [] : [`${name} is registered as ${found}, not ${wanted}`];
}

function strangers(topology: Topology, brokers: readonly Instance[], info: ClusterInfo): string[] {
  const members = brokers.map(({ broker }) => `${broker?.name} ${broker?.id}`);
  const names = [
    ...new Set([
      ...brokers.map(({ broker }) => broker?.name ?? ''),
      ...(info.clusters.get(topology.cluster) ?? []),
    ]),
  ];
  return names.flatMap((name) =>
    [...(info.brokers.get(name)?.addresses ?? [])].flatMap(([id, address]) =>
      members.includes(`${name} ${id}`) ? [] : [`${name} ${id} at ${address} is not in the inventory`],
    ),
  );
}
