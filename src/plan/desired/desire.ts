import { spelledAddress } from '../../hosts/spelling.ts';
import type { Site } from '../../hosts/site.ts';
import { keyOf, type ResourceKey } from '../../model/resource-address.ts';
import type { PresentResource, Resource } from '../../resources/resource.ts';
import { revealingJson } from '../../redaction/secret.ts';
import type { Blueprint, Places, Role } from '../../roles/role.ts';
import type { Release } from '../../rocketmq/releases.ts';
import type { ProvidedProgram } from '../../model/program.ts';
import { instancesOn, type Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { hostResources, PROFILE, profileResource, releaseResource } from './host-resources.ts';
import { programResource } from './program-resource.ts';
import { placesOf, serviceKey } from './instance-context.ts';
import { instanceResources } from './instance-resources.ts';
import { claimsOf, hiddenKeys, parseManifests, refuseOverlap } from '../memory/manifest.ts';
import { rememberedHomes, withManifest } from '../memory/departed.ts';
import { nameServersIn } from '../../model/name-server.ts';

/** What a deployment wants, besides the topology. */
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
  const manifests = parseManifests(site.facts.manifests);
  const own = manifests.find(({ cluster }) => cluster === topology.cluster);
  const others = manifests.filter(({ cluster }) => cluster !== topology.cluster);
  const instances = instancesOn(topology, site.host.name).map((instance) =>
    describe(context, site, instance),
  );
  const usesRelease =
    instances.length === 0 || instances.some(({ instance }) => instance.program === undefined);
  const profile = usesRelease ? profileResource(topology, site, others) : undefined;
  const paths = [
    ...(usesRelease ? [site.home] : []),
    ...rememberedHomes(own),
    ...instances.flatMap(({ places, blueprint }) => [places.home, places.logs, ...blueprint.directories]),
    ...(profile === undefined ? [] : [PROFILE]),
  ];
  const claims = claimsOf(topology, site, paths);
  refuseOverlap(site.host.name, claims, others);

  const host = hostResources(topology, site, { own, others });
  const userKeys = host.filter(({ kind }) => kind === 'user').map(keyOf);
  const hostKeys = host.filter(({ kind }) => kind !== 'user').map(keyOf);
  const wanted = [
    ...host,
    ...(usesRelease
      ? [releaseResource(topology, site, { identity: context.archiveIdentity, needs: userKeys })]
      : []),
    ...(profile === undefined ? [] : [profile]),
    ...instances.flatMap(({ instance, blueprint, places }) => {
      const program = programResource(site, instance, {
        provided: context.programs?.get(instance.name),
        needs: userKeys,
      });
      return [
        ...(program === undefined ? [] : [program]),
        ...instanceResources({
          ...context,
          instance,
          site,
          blueprint,
          places,
          homeKey: keyOf(program ?? { host: site.host.name, kind: 'release', name: site.home }),
          identity: identityOf(context, instance),
          hidden: hiddenKeys(own, instance.name),
          hostKeys: [...hostKeys, ...userKeys],
          after: instance.after.map((name) => serviceKey(topology.cluster, instanceNamed(topology, name))),
        }),
      ];
    }),
  ];
  return withManifest(topology, site, { wanted: unique(wanted), own, others, claims });
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

function describe(
  context: DesireContext,
  site: Site,
  instance: Instance,
): { instance: Instance; blueprint: Blueprint; places: Places } {
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
