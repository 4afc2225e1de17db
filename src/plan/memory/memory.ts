import type { Site } from '../../hosts/site.ts';
import type { Topology } from '../../model/topology.ts';
import { parseManifests, type Manifest } from './manifest.ts';

/** What is remembered on a host. */
export interface Memory {
  /** of this cluster, where it was deployed before */
  readonly own: Manifest | undefined;
  /** of the other clusters there */
  readonly others: readonly Manifest[];
}

/** What a host remembers, as its cluster sees it. */
export function memoryOf({ cluster }: Pick<Topology, 'cluster'>, { facts }: Pick<Site, 'facts'>): Memory {
  const manifests = parseManifests(facts.manifests);
  return {
    own: manifests.find((manifest) => manifest.cluster === cluster),
    others: manifests.filter((manifest) => manifest.cluster !== cluster),
  };
}
