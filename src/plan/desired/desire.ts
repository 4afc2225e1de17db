import { spelledAddress, type Site } from '../../hosts/site.ts';
import { keyOf, type ResourceKey } from '../../model/resource-address.ts';
import type { PresentResource, Resource } from '../../resources/resource.ts';
import { revealingJson } from '../../redaction/secret.ts';
import type { Blueprint, Places, Role } from '../../roles/role.ts';
import type { Release } from '../../rocketmq/releases.ts';
import type { ProvidedProgram } from '../../model/program.ts';
import { instancesOn, type Instance, nameServersIn } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { hostResources, profileResources, releaseResource, programResource } from './host-resources.ts';
import { placesOf, serviceKey, unitName } from './instance-context.ts';
import { instanceResources } from './instance-resources.ts';
import { claimsOf, hiddenKeys, refuseOverlap } from '../memory/manifest.ts';
import { rememberedHomes, withManifest } from '../memory/departed.ts';
import { memoryOf, type Memory } from '../memory/memory.ts';

export interface DesireContext {
  readonly topology: Topology;
  readonly release: Release;
  readonly roles: readonly Role[];
  /** what the archive that the inventory names is told apart by; undefined: any release of that version will do */
  readonly archiveIdentity?: string | undefined;
  /** what each instance that runs no part of the release runs instead, by its name */
  readonly programs?: ReadonlyMap<string, ProvidedProgram> | undefined;
  /** seconds a start may take */
  readonly timeout: number;
}

/**
 * Everything that should be so on a host, in an order in which it could be made by hand. Pure.
 * @throws RmqctlError CLUSTER_OVERLAP
 */
export function desire(context: DesireContext, site: Site): Resource[] {
  const { topology } = context;
  const memory = memoryOf(topology, site);
  const members = instancesOn(topology, site.host.name).map((instance) => describe(context, site, instance));
  const runsRelease = members.length === 0 || members.some(({ instance }) => instance.program === undefined);
  const profile = runsRelease ? profileResources(topology, site, memory) : [];
  const claims = claimsOf(topology, site, [
    ...(runsRelease ? [site.home] : []),
    ...rememberedHomes(memory.own),
    ...members.flatMap(({ places, blueprint }) => [places.home, places.logs, ...blueprint.directories]),
    ...profile.map(({ name }) => name),
  ]);
  const units = members.map(({ instance }) => unitName(topology.cluster, instance.name));
  refuseOverlap(site.host.name, { ...claims, units }, memory.others);

  const host = hostResources(topology, site, memory);
  const users = host.filter(({ kind }) => kind === 'user').map(keyOf);
  const wanted = [
    ...host,
    ...(runsRelease ? [releaseResource(topology, site, context.archiveIdentity, users)] : []),
    ...profile,
    ...members.flatMap((member) => memberResources(context, site, member, { memory, host, users })),
  ];
  return withManifest(topology, site, { wanted: unique(wanted), memory, claims });
}

/** An instance of a host, with what its role makes of it there. */
interface Member {
  readonly instance: Instance;
  readonly blueprint: Blueprint;
  readonly places: Places;
}

/** Everything of one instance: its program, where it runs one of its own, and what its role wants. */
function memberResources(
  context: DesireContext,
  site: Site,
  member: Member,
  around: { memory: Memory; host: readonly PresentResource[]; users: readonly ResourceKey[] },
): PresentResource[] {
  const { topology, programs } = context;
  const { name, after } = member.instance;
  const program = programResource(site, member.instance, programs?.get(name), around.users);
  const home = program ?? { host: site.host.name, kind: 'release', name: site.home };
  const others = around.host.map(keyOf).filter((key) => !around.users.includes(key));
  const own = instanceResources({
    ...context,
    ...member,
    site,
    homeKey: keyOf(home),
    identity: identityOf(context, member.instance),
    hidden: hiddenKeys(around.memory.own, name),
    hostKeys: [...others, ...around.users],
    after: after.map((other) => serviceKey(topology.cluster, instanceNamed(topology, other))),
  });
  return program === undefined ? own : [program, ...own];
}

/** What a running process is started from besides its files: the release, or the program of its own. */
function identityOf(
  { release, archiveIdentity, programs }: DesireContext,
  { name, program }: Instance,
): string {
  if (program !== undefined) return programs?.get(name)?.sha256 ?? '';
  return `${release.version} ${archiveIdentity ?? ''}`;
}

function instanceNamed({ instances }: Topology, name: string): Instance {
  const instance = instances.find((candidate) => candidate.name === name);
  if (instance === undefined) throw new Error(`there is no instance ${name}`);
  return instance;
}

function describe(context: DesireContext, site: Site, instance: Instance): Member {
  const role = context.roles.find(({ id }) => id === instance.role);
  if (role === undefined) throw new Error(`there is no role ${instance.role}`);
  const { topology, release } = context;
  const nameServers = nameServersIn(topology).map(
    (server) => `${spelledAddress(topology, site, server)}:${server.port}`,
  );
  const places = placesOf(site, instance);
  const program = context.programs?.get(instance.name);
  const subject = { instance, topology, site, release, places, nameServers, program };
  return { instance, places, blueprint: role.describe(subject) };
}

/** Instances share files such as the start script of their role: one resource each, needed by all. */
function unique(resources: readonly PresentResource[]): PresentResource[] {
  const byKey = new Map<ResourceKey, PresentResource>();
  for (const resource of resources) {
    const key = keyOf(resource);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? resource : share(known, resource));
  }
  return [...byKey.values()];
}

function share(a: PresentResource, b: PresentResource): PresentResource {
  if (revealingJson(a.desired) !== revealingJson(b.desired))
    throw new Error(`${keyOf(a)} is wanted in two ways`);
  return { ...a, instance: undefined, marks: [...(a.marks ?? []), ...(b.marks ?? [])] };
}
