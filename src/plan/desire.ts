import type { Site } from '../os/site.ts';
import { profileScript } from '../render/profile.ts';
import type { Block } from '../resources/block.ts';
import { findKind } from '../resources/registry.ts';
import type { Resource, ResourceKey } from '../resources/resource.ts';
import { resourceKey } from '../resources/resource.ts';
import type { Blueprint, Role } from '../roles/role.ts';
import type { Release } from '../rocketmq/releases.ts';
import { instancesOf, instancesOn, type Instance, type Topology } from '../topology/topology.ts';
import { instanceResources, make, placesOf, serviceId } from './instance-resources.ts';
import { claimsOf, manifestText, parseManifests, refuseOverlap, type Manifest } from './manifest.ts';

/** What a deployment wants, besides the topology. */
export interface DesireContext {
  readonly topology: Topology;
  readonly release: Release;
  readonly roles: readonly Role[];
  /** sha256 of the release's normal form where the inventory names an archive; undefined: any of that version */
  readonly archiveSha256?: string | undefined;
  /** seconds a start may take */
  readonly timeout: number;
}

const PROFILE = '/etc/profile.d/rocketmq.sh';

/**
 * Everything that should be so on a host, in an order in which it could be made by hand. Pure.
 * @throws RmqctlError CLUSTER_OVERLAP
 */
export function desire(context: DesireContext, site: Site): Resource[] {
  const { topology } = context;
  const manifests = parseManifests(site.facts.manifests);
  const own = manifests.find(({ cluster }) => cluster === topology.cluster);
  const others = manifests.filter(({ cluster }) => cluster !== topology.cluster);
  const instances = instancesOn(topology, site.host.name).map((instance) =>
    describe(context, site, instance),
  );
  const paths = [
    site.home,
    ...instances.flatMap(({ instance, blueprint }) => [
      placesOf(site, instance).logs,
      ...blueprint.directories,
    ]),
  ];
  const profile = profileResource(context, site, others);
  const claims = claimsOf(topology, site, profile === undefined ? paths : [...paths, PROFILE]);
  refuseOverlap(site.host.name, claims, others);

  const host = hostResources(context, site, own);
  const releaseKey = resourceKey(site.host.name, `release:${site.home}`);
  const userKeys = host.filter(({ kind }) => kind === 'user').map(({ key }) => key);
  const release = releaseResource(context, site, userKeys);
  const hostKeys = host.filter(({ kind }) => kind !== 'user').map(({ key }) => key);
  const wanted = [
    ...host,
    release,
    ...(profile === undefined ? [] : [profile]),
    ...instances.flatMap(({ instance, blueprint }) =>
      instanceResources({
        ...context,
        instance,
        site,
        blueprint,
        places: placesOf(site, instance),
        releaseKey,
        hostKeys: [...hostKeys, ...userKeys],
        after: instance.after.map((name) => serviceKey(topology, name)),
        releaseIdentity: `${context.release.version} ${context.archiveSha256 ?? ''}`,
      }),
    ),
  ];
  return withManifest(context, site, { wanted: unique(wanted), own, claims });
}

/** The key of an instance's service, wherever it runs. */
function serviceKey(topology: Topology, name: string): ResourceKey {
  const instance = topology.instances.find((candidate) => candidate.name === name);
  if (instance === undefined) throw new Error(`there is no instance ${name}`);
  return resourceKey(instance.host, serviceId(topology.cluster, name));
}

function describe(
  context: DesireContext,
  site: Site,
  instance: Instance,
): { instance: Instance; blueprint: Blueprint } {
  const role = context.roles.find(({ id }) => id === instance.role);
  if (role === undefined) throw new Error(`there is no role ${instance.role}`);
  const { topology, release } = context;
  const nameServers = instancesOf(topology, 'namesrv').map(({ name, address, port }) => {
    const alias = site.leftOut.includes('aliases')
      ? undefined
      : topology.aliases.find((a) => a.instance === name);
    return `${alias?.name ?? address}:${port}`;
  });
  const places = placesOf(site, instance);
  return { instance, blueprint: role.describe({ instance, topology, site, release, places, nameServers }) };
}

/** What belongs to the host itself: the service user, the hosts file, the firewall. */
function hostResources({ topology }: DesireContext, site: Site, own: Manifest | undefined): Resource[] {
  const rest = { needs: [], inputs: [] };
  const user = site.makeUser
    ? [make(site, 'user', site.user, { desired: { name: site.user }, ...rest })]
    : [];
  if (!site.facts.root) return user;
  const hosts: Block = {
    path: '/etc/hosts',
    marker: topology.cluster,
    lines: topology.aliases.map(({ address, name }) => `${address} ${name}`),
  };
  const ports = instancesOn(topology, site.host.name).flatMap((instance) =>
    instance.ports.map(({ port }) => port),
  );
  const firewall = {
    mode: topology.firewall === 'disable' ? 'disable' : 'open',
    address: site.host.address,
    ports: [...new Set(ports)].sort((a, b) => a - b),
    close: (own?.claims.ports ?? []).filter((port) => !ports.includes(port)),
  };
  return [
    ...user,
    ...(hosts.lines.length === 0 ? [] : [make(site, 'block', '/etc/hosts', { desired: hosts, ...rest })]),
    ...(topology.firewall === 'off'
      ? []
      : [make(site, 'firewall', 'firewalld', { desired: firewall, ...rest })]),
  ];
}

function releaseResource(context: DesireContext, site: Site, needs: readonly ResourceKey[]): Resource {
  const marks = instancesOn(context.topology, site.host.name).map(
    ({ name }) => `${site.state}/restart/${name}`,
  );
  const desired = {
    home: site.home,
    version: context.release.version,
    sha256: context.archiveSha256,
    owner: site.owner,
  };
  return { ...make(site, 'release', site.home, { desired, needs, inputs: [] }), marks };
}

/** /etc/profile.d/rocketmq.sh; left to another cluster that has it already. */
function profileResource(
  { topology }: DesireContext,
  site: Site,
  others: readonly Manifest[],
): Resource | undefined {
  const taken = others.some(({ claims }) => claims.paths.includes(PROFILE));
  if (!topology.profile || !site.facts.root || taken) return undefined;
  const content = profileScript({ javaHome: site.java.home, home: site.home });
  const desired = { path: PROFILE, content, mode: '644', owner: 'root:root' };
  return make(site, 'file', PROFILE, { desired, needs: [], inputs: [] });
}

/** Instances share files such as the start script of their role: one resource each, needed by all. */
function unique(resources: readonly Resource[]): Resource[] {
  const byKey = new Map<ResourceKey, Resource>();
  for (const resource of resources) {
    const known = byKey.get(resource.key);
    byKey.set(resource.key, known === undefined ? resource : share(known, resource));
  }
  return [...byKey.values()];
}

function share(a: Resource, b: Resource): Resource {
  if (JSON.stringify(a.desired) !== JSON.stringify(b.desired))
    throw new Error(`${a.key} is wanted in two ways`);
  return { ...a, instance: undefined, marks: [...(a.marks ?? []), ...(b.marks ?? [])] };
}

/** Adds what an earlier run left and nobody wants any more, and the manifest that remembers it until it is gone. */
function withManifest(
  { topology }: DesireContext,
  site: Site,
  found: { wanted: readonly Resource[]; own: Manifest | undefined; claims: Manifest['claims'] },
): Resource[] {
  const { wanted, own, claims } = found;
  const path = `${site.state}/manifest.json`;
  const unwanted = (own?.resources ?? []).flatMap((entry) => unwantedResource(site, entry, wanted));
  const text = (resources: readonly Resource[]) => manifestText(topology, claims, resources);
  const first = make(site, 'manifest', topology.cluster, {
    desired: { path, phase: 'first', content: text([...wanted, ...unwanted]) },
    needs: [],
    inputs: [],
  });
  const all = [...unwanted, ...wanted].map((resource) => ({
    ...resource,
    needs: [first.key, ...resource.needs],
  }));
  if (unwanted.length === 0) return [first, ...all];
  const last = make(site, 'manifest', `${topology.cluster} (last)`, {
    desired: { path, phase: 'last', content: text(wanted) },
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
