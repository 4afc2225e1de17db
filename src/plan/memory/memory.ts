import type { Host } from '../../model/host.ts';
import type { Site } from '../../hosts/site.ts';
import type { Topology } from '../../model/topology.ts';
import { parseManifests, type Manifest } from './manifest.ts';

/** What a host remembers, as its cluster sees it. */
export interface Memory {
  /** undefined if it was never deployed there */
  readonly own: Manifest | undefined;
  /** of the other clusters there */
  readonly others: readonly Manifest[];
}

export function memoryOf({ cluster }: Pick<Topology, 'cluster'>, { facts }: Pick<Site, 'facts'>): Memory {
  const manifests = parseManifests(facts.manifests);
  return {
    own: manifests.find((manifest) => manifest.cluster === cluster),
    others: manifests.filter((manifest) => manifest.cluster !== cluster),
  };
}

/**
 * Hosts that the last deployment knew and the inventory does not any more: they are not contacted, so what runs there goes on
 * running. A host that was only given another name is still there. Pure.
 * @param sites the hosts that were looked at, whose manifests remember (plan/memory/manifest.ts)
 */
export function departedHosts({ cluster, hosts }: Topology, sites: readonly Site[]): readonly Host[] {
  const known = new Set(hosts.flatMap(({ name, address }) => [name, address]));
  const remembered = sites
    .flatMap((site) => memoryOf({ cluster }, site).own ?? [])
    // a manifest is a hint: somebody may have had a hand in it
    .flatMap(({ topology }) => (Array.isArray(topology?.hosts) ? topology.hosts : []))
    .filter(({ name, address }) => !known.has(name) && !known.has(address));
  return [...new Map(remembered.map((host) => [host.name, host])).values()];
}
