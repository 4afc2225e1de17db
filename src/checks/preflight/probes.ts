import { directories, type FoundPlace } from '../../probes/directories.ts';
import { firewallState } from '../../probes/firewall.ts';
import { portOwners, type PortOwner } from '../../probes/port-owners.ts';
import type { HostFirewall } from '../../hosts/firewalls/registry.ts';
import type { ProbeOf } from './check.ts';
import { eachPlace } from './places.ts';

/** What several checks, or the look at the network, ask of a host. */

/** Every directory that a deployment writes to. */
export const writtenDirectories: ProbeOf<readonly FoundPlace[]> = (host) => directories(eachPlace(host));

/** Who has the ports of the host's instances. */
export const instancePorts: ProbeOf<readonly PortOwner[]> = ({ instances }) =>
  portOwners(instances.flatMap(({ ports }) => ports.map(({ port }) => port)));

/** The firewall as it is for the address that others dial. */
export const hostFirewall: ProbeOf<HostFirewall> = ({ host }) => firewallState(host.address);
