import type { Instance } from '../model/instance.ts';
import type { Topology } from '../model/topology.ts';
import type { Site } from './site.ts';

/** How the instances of a host write the address of another: by its alias where the host has these, else as it is. */
export function spelledAddress(
  { aliases }: Pick<Topology, 'aliases'>,
  { leftOut }: Pick<Site, 'leftOut'>,
  { name, address }: Pick<Instance, 'name' | 'address'>,
): string {
  const alias = leftOut.includes('aliases') ? undefined : aliases.find((one) => one.instance === name);
  return alias?.name ?? address;
}
