import { addressKind, covers } from '../model/ip-address.ts';
import type { Host } from '../model/host.ts';
import { instancesOn, type Instance } from '../model/instance.ts';
import type { Topology } from '../model/topology.ts';
import { connectionsTo, isInternal } from '../model/connections.ts';
import { groupBy } from '../std/group-by.ts';

/** A port that a host lets through. */
export interface Opening {
  readonly port: number;
  /** an address or a network in CIDR notation; absent: from everywhere */
  readonly source?: string;
}

/**
 * What a host must let through, ascending by port. Where the inventory restricts (`firewall: { restrict: true }`): a port that
 * only instances dial to those that do, or would; every other port to the cluster's hosts and the clients. The host itself needs no
 * opening, for its own connections come over the loopback interface.
 */
export function openingsOn(topology: Topology, host: Host): readonly Opening[] {
  const instances = instancesOn(topology, host.name);
  if (topology.restrict === undefined) {
    const ports = instances.flatMap((instance) => instance.ports.map(({ port }) => port));
    return [...new Set(ports)].sort((a, b) => a - b).map((port) => ({ port }));
  }
  const { clients } = topology.restrict;
  const cluster = addressesOf(topology, topology.instances, host);
  const everybody = [
    ...clients,
    ...cluster.filter((address) => !clients.some((network) => covers(network, address))),
  ];
  const openings = instances.flatMap((instance) =>
    instance.ports.flatMap(({ port, purpose }) => {
      const sources = isInternal(topology, instance, purpose)
        ? addressesOf(topology, callersOf(topology, instance, port), host)
        : everybody;
      return sources.map((source): Opening => ({ port, source }));
    }),
  );
  return openings.sort((a, b) => a.port - b.port);
}

/** The instances that dial a port of an instance, or would were it made master. */
function callersOf(topology: Topology, instance: Instance, port: number): Instance[] {
  return connectionsTo(topology, instance).flatMap((one) => (one.port === port ? [one.from] : []));
}

/** Every address that connections from other hosts' instances may come from. */
function addressesOf({ hosts }: Topology, instances: readonly Instance[], self: Host): string[] {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const found = instances
    .filter(({ host }) => host !== self.name)
    .flatMap(({ host, address, haAddress }) => [byName.get(host)?.address ?? address, address, haAddress]);
  // the inventory's rules see to it that no address is a name; a name could stand in no rule
  return [...new Set(found)].filter((address) => addressKind(address) === 'ipv4');
}

/**
 * What a person reads: "9876, 10911" to everybody, "10912 to 10.0.0.2, 10.0.0.3" to some; the ports that go to the same sources
 * together.
 */
export function openingsInWords(openings: readonly Opening[]): string {
  const sources = new Map(
    [...groupBy(openings, ({ port }) => String(port))].map(([port, own]) => [
      port,
      sourcesInWords(own.flatMap(({ source }) => source ?? [])),
    ]),
  );
  const alike = groupBy([...sources], ([, to]) => to);
  return [...alike]
    .map(([to, ports]) => `${ports.map(([port]) => port).join(', ')}${to === '' ? '' : ` to ${to}`}`)
    .join('; ');
}

/** Sources that are named one by one. */
const NAMED = 5;

function sourcesInWords(sources: readonly string[]): string {
  const named = sources.slice(0, NAMED).join(', ');
  return sources.length > NAMED ? `${named} and ${sources.length - NAMED} more` : named;
}
