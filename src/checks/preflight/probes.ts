import { directories, type FoundPlace } from '../../probes/directories.ts';
import { type PortOwner, portOwners } from '../../probes/port-owners.ts';
import { firewallsProbe, type HostFirewall, parseFirewalls } from '../../hosts/firewalls/registry.ts';
import type { ProbeOf } from './check.ts';
import { eachPlace } from './places.ts';
import type { Probe } from '../../probes/probe.ts';
import { unitName } from '../../plan/desired/instance-context.ts';

/** What several checks, or the look at the network, ask of a host. */

/** Every directory that a deployment writes to. */
export const writtenDirectories: ProbeOf<readonly FoundPlace[]> = (host) => directories(eachPlace(host));

/** Who has the ports of the host's instances. */
export const instancePorts: ProbeOf<readonly PortOwner[]> = ({ instances }) =>
  portOwners(instances.flatMap(({ ports }) => ports.map(({ port }) => port)));

/** The firewall as it is for the address that others dial. */
export const hostFirewall: ProbeOf<HostFirewall> = ({ host }) => firewallState(host.address);

/** A host's firewall, and what it lets through to the host's address. */
function firewallState(address: string): Probe<HostFirewall> {
  return { id: 'firewall', script: firewallsProbe(address), parse: parseFirewalls };
}

/**
 * Whose a listening port is.
 * @returns own: the instance that the port is meant for; sibling: another instance of this cluster; else foreign
 */
export function ownership(
  owner: PortOwner,
  cluster: string,
  wanted: { readonly instance: string; readonly all: readonly string[] },
): 'own' | 'sibling' | 'foreign' {
  const is = (instance: string): boolean => owner.startedAs === unitName(cluster, instance);
  if (is(wanted.instance)) return 'own';
  return wanted.all.some(is) ? 'sibling' : 'foreign';
}
