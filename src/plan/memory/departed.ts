import type { Site } from '../../hosts/site.ts';
import { keyOf, parseId } from '../../model/resource-address.ts';
import { findKind } from '../../resources/registry.ts';
import type { AbsentResource, PresentResource, Resource } from '../../resources/resource.ts';
import type { Topology } from '../../model/topology.ts';
import { present } from '../desired/instance-context.ts';
import { manifestText, nested, rememberedBy, type Manifest } from './manifest.ts';
import type { Memory } from './memory.ts';

/**
 * Adds the resources of an earlier run that the inventory no longer has, and the manifest that remembers them until they are gone. What stays,
 * such as the home of an earlier release or the logs of an instance that left, is remembered for good, and goes after the processes
 * when the cluster goes; unless another cluster has taken it over since.
 */
export function withManifest(
  topology: Topology,
  site: Site,
  found: { wanted: readonly PresentResource[]; memory: Memory; claims: Manifest['claims'] },
): Resource[] {
  const { wanted, memory, claims } = found;
  const path = `${site.state}/manifest.json`;
  const departed = (memory.own?.resources ?? [])
    .flatMap((entry) => departedResource(site, entry, wanted))
    .filter((resource) => !(staysRemembered(resource.kind) && isTakenOver(resource, memory)));
  const remembered = rememberedBy(site.host.name, topology);
  const text = (resources: readonly Resource[]) => manifestText(remembered, claims, resources);
  const staying = departed.filter(({ kind }) => staysRemembered(kind));
  const first = present(site, 'manifest', topology.cluster, {
    desired: { path, phase: 'first', made: site.made, content: text([...wanted, ...departed]) },
  });
  const all = [...departed, ...wanted].map((resource): Resource => ({
    ...resource,
    needs: [keyOf(first), ...(resource.kind === 'service' ? staying.map(keyOf) : []), ...resource.needs],
  }));
  if (departed.length === staying.length) return [first, ...all];
  const last = present(site, 'manifest', `${topology.cluster} (last)`, {
    desired: { path, phase: 'last', made: site.made, content: text([...wanted, ...staying]) },
    needs: all.map(keyOf),
    inputs: [],
  });
  return [first, ...all, last];
}

/** A resource of an earlier run as one to be removed; none when it is wanted still or stays where it is. */
function departedResource(
  site: Site,
  { id, kind, instance, home, ref: known }: Manifest['resources'][number],
  wanted: readonly Resource[],
): AbsentResource[] {
  if (findKind(kind)?.remove === undefined && !staysRemembered(kind)) return [];
  const { name } = parseId(id);
  // the same thing under another kind is still wanted: a later version of rmqctl may call it differently
  if (wanted.some((resource) => resource.name === name)) return [];
  // what lies in the home of another release stays with it, so that going back is a restart
  if (home !== undefined && home !== site.home) return [];
  const entry: object = typeof known === 'object' && known !== null ? known : {};
  const ref = staysRemembered(kind) ? { ...entry, made: site.made } : entry;
  return [{ host: site.host.name, kind, name, instance, home, intent: 'absent', ref, needs: [], inputs: [] }];
}

/** True if a directory that stays lies in, or around, what another cluster has by now. */
function isTakenOver({ name: path }: Resource, { others }: Memory): boolean {
  return others.some(({ claims }) => claims.paths.some((other) => nested(path, other)));
}

/** True if what is no longer wanted stays where it is, and in the manifest. */
function staysRemembered(kind: string): boolean {
  return findKind(kind)?.remembered === true;
}

/** The homes of the releases that a cluster has on its host, earlier ones too. */
export function rememberedHomes(own: Manifest | undefined): string[] {
  const releases = (own?.resources ?? []).filter(({ kind }) => kind === 'release');
  return releases.map(({ id }) => parseId(id).name);
}
