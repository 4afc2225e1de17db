import { firewallsProbe, type HostFirewall, parseFirewalls } from '../../hosts/firewalls/registry.ts';
import type { Topology } from '../../model/topology.ts';
import { unitName } from '../../plan/desired/instance-context.ts';
import { directories, type FoundPlace } from '../../probes/directories.ts';
import { type PortOwner, portOwners } from '../../probes/port-owners.ts';
import type { ProbeOf } from './check.ts';
import { eachPlace } from './places.ts';

/** Every directory that a deployment writes to. */
export const writtenDirectories: ProbeOf<readonly FoundPlace[]> = (host) => directories(eachPlace(host));

/** The processes that have ports of the host's instances. */
export const instancePorts: ProbeOf<readonly PortOwner[]> = ({ instances }) =>
  portOwners(instances.flatMap(({ ports }) => ports.map(({ port }) => port)));

/** The firewall as it is for the address that others dial. */
export const hostFirewall: ProbeOf<HostFirewall> = ({ host }) => {
  return { id: 'firewall', script: firewallsProbe(host.address), parse: parseFirewalls };
};

/** The owner of a port as seen from the instance it is meant for: itself, a sibling of its cluster, or a foreign process. */
export function ownership(
  { startedAs }: PortOwner,
  { cluster, instances }: Topology,
  instance: string,
): 'own' | 'sibling' | 'foreign' {
  if (startedAs === unitName(cluster, instance)) return 'own';
  return instances.some(({ name }) => startedAs === unitName(cluster, name)) ? 'sibling' : 'foreign';
}
