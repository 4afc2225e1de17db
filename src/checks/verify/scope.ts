import type { Host } from '../../model/host.ts';
import { type Instance, isNameServer } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';

/** True if the answers of a host, or of an instance, are wanted. */
export type Selected = (thing: { readonly host: string; readonly instance?: string | undefined }) => boolean;

/**
 * The things to inspect for the answers that are wanted: these instances; the others of their brokers, since a slave is judged by its
 * master and a master by what its slaves acknowledge; and the name servers, which explain why a broker fails. Pure.
 */
export function inScope(
  topology: Topology,
  selected: Selected,
): { readonly hosts: Host[]; readonly instances: Instance[] } {
  const isSelected = ({ host, name }: Instance): boolean => selected({ host, instance: name });
  const brokers = new Set(topology.instances.filter(isSelected).flatMap(({ broker }) => broker?.name ?? []));
  const instances = topology.instances.filter(
    (instance) => isSelected(instance) || isNameServer(instance) || brokers.has(instance.broker?.name ?? ''),
  );
  const inhabited = new Set(instances.map(({ host }) => host));
  const hosts = topology.hosts.filter(({ name }) => selected({ host: name }) || inhabited.has(name));
  return { hosts, instances };
}
