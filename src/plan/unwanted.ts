import type { Site } from '../os/site.ts';
import { findKind } from '../resources/registry.ts';
import type { Resource } from '../resources/resource.ts';
import type { Topology } from '../topology/topology.ts';
import { make } from './make.ts';
import { manifestText, rememberedBy, type Manifest } from './manifest.ts';

/** Adds what an earlier run left and nobody wants any more, and the manifest that remembers it until it is gone. */
export function withManifest(
  topology: Topology,
  site: Site,
  found: { wanted: readonly Resource[]; own: Manifest | undefined; claims: Manifest['claims'] },
): Resource[] {
  const { wanted, own, claims } = found;
  const path = `${site.state}/manifest.json`;
  const unwanted = (own?.resources ?? []).flatMap((entry) => unwantedResource(site, entry, wanted));
  const remembered = rememberedBy(site.host.name, topology);
  const text = (resources: readonly Resource[]) => manifestText(remembered, claims, resources);
  const first = make(site, 'manifest', topology.cluster, {
    desired: { path, phase: 'first', made: site.made, content: text([...wanted, ...unwanted]) },
    needs: [],
    inputs: [],
  });
  const all = [...unwanted, ...wanted].map((resource) => ({
    ...resource,
    needs: [first.key, ...resource.needs],
  }));
  if (unwanted.length === 0) return [first, ...all];
  const last = make(site, 'manifest', `${topology.cluster} (last)`, {
    desired: { path, phase: 'last', made: site.made, content: text(wanted) },
    needs: all.map(({ key }) => key),
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
  if (findKind(entry.kind)?.remove === undefined) return [];
  const name = entry.id.slice(entry.kind.length + 1);
  // the same thing under another kind is still wanted: a later version of rmqctl may call it differently
  if (wanted.some(({ id, kind }) => id.slice(kind.length + 1) === name)) return [];
  // what lies in the home of another release stays with it, so that going back is a restart
  if (entry.home !== undefined && entry.home !== site.home) return [];
  const resource = make(site, entry.kind, name, { desired: entry.ref, needs: [], inputs: [] });
  return [{ ...resource, unwanted: true, instance: entry.instance, home: entry.home }];
}
