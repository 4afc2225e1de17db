import type { Site } from '../../hosts/site.ts';
import { keyOf, parseId } from '../../model/resource-address.ts';
import { findKind } from '../../resources/registry.ts';
import type { Resource } from '../../resources/resource.ts';
import type { Topology } from '../../model/topology.ts';
import { make } from '../desired/resource.ts';
import { manifestText, nested, rememberedBy, type Manifest } from './manifest.ts';

/**
 * Adds what an earlier run left and nobody wants any more, and the manifest that remembers it until it is gone. What stays,
 * such as the home of an earlier release or the logs of an instance that left, is remembered for good, and goes after the processes
 * when the cluster goes; unless another cluster has taken it over since.
 * @param found.others manifests of the other clusters on the host
 */
export function withManifest(
  topology: Topology,
  site: Site,
  found: {
    wanted: readonly Resource[];
    own: Manifest | undefined;
    others: readonly Manifest[];
    claims: Manifest['claims'];
  },
): Resource[] {
  const { wanted, own, others, claims } = found;
  const path = `${site.state}/manifest.json`;
  const unwanted = (own?.resources ?? [])
    .flatMap((entry) => unwantedResource(site, entry, wanted))
    .filter((resource) => !(staysUnwanted(resource.kind) && isTakenOver(resource, others)));
  const remembered = rememberedBy(site.host.name, topology);
  const text = (resources: readonly Resource[]) => manifestText(remembered, claims, resources);
  const staying = unwanted.filter(({ kind }) => staysUnwanted(kind));
  const first = make(site, 'manifest', topology.cluster, {
    desired: { path, phase: 'first', made: site.made, content: text([...wanted, ...unwanted]) },
    needs: [],
    inputs: [],
  });
  const all = [...unwanted, ...wanted].map((resource) => ({
    ...resource,
    needs: [keyOf(first), ...(resource.kind === 'service' ? staying.map(keyOf) : []), ...resource.needs],
  }));
  if (unwanted.length === staying.length) return [first, ...all];
  const last = make(site, 'manifest', `${topology.cluster} (last)`, {
    desired: { path, phase: 'last', made: site.made, content: text([...wanted, ...staying]) },
    needs: all.map(keyOf),
    inputs: [],
  });
  return [first, ...all, last];
}

/** A resource of an earlier run as one to be removed; none when it is wanted still or stays where it is. */
function unwantedResource(
  site: Site,
  entry: Manifest['resources'][number],
  wanted: readonly Resource[],
): Resource[] {
  if (findKind(entry.kind)?.remove === undefined && !staysUnwanted(entry.kind)) return [];
  const { name } = parseId(entry.id);
  // the same thing under another kind is still wanted: a later version of rmqctl may call it differently
  if (wanted.some((resource) => resource.name === name)) return [];
  // what lies in the home of another release stays with it, so that going back is a restart
  if (entry.home !== undefined && entry.home !== site.home) return [];
  const ref: object = typeof entry.ref === 'object' && entry.ref !== null ? entry.ref : {};
  const desired = staysUnwanted(entry.kind) ? { ...ref, made: site.made } : ref;
  const resource = make(site, entry.kind, name, { desired, needs: [], inputs: [] });
  return [{ ...resource, unwanted: true, instance: entry.instance, home: entry.home }];
}

/** Whether a directory that stays lies in, or around, what another cluster has by now. */
function isTakenOver({ name: path }: Resource, others: readonly Manifest[]): boolean {
  return others.some(({ claims }) => claims.paths.some((other) => nested(path, other)));
}

/** Whether what is no longer wanted stays where it is, and in the manifest. */
function staysUnwanted(kind: string): boolean {
  return findKind(kind)?.remembered === true;
}

/** The homes of the releases that a cluster has on its host, earlier ones too. */
export function rememberedHomes(own: Manifest | undefined): string[] {
  const releases = (own?.resources ?? []).filter(({ kind }) => kind === 'release');
  return releases.map(({ id }) => parseId(id).name);
}
