import { basename } from 'node:path';
import { ExitCode, RmqctlError } from '../../errors.ts';
import type { Site } from '../../hosts/site.ts';
import { idOf } from '../../model/resource-address.ts';
import type { Resource } from '../../resources/resource.ts';
import { kindNamed } from '../../resources/registry.ts';
import { REDACTED, type Text } from '../../redaction/secret.ts';
import { onceFor } from '../../std/once.ts';
import type { Alias, Topology, DistributionSpec } from '../../model/topology.ts';
import type { Host } from '../../model/host.ts';
import { instancesOn, type Instance } from '../../model/instance.ts';
import { isRecord } from '../../std/record.ts';

/** What only one cluster may have on a host. */
interface Claims {
  /** absolute paths; none may lie inside another cluster's */
  readonly paths: readonly string[];
  readonly ports: readonly number[];
  /** names in /etc/hosts */
  readonly aliases: readonly string[];
}

/** What rmqctl manages on a host for one cluster: a hint for the next probe, never the truth. */
export interface Manifest {
  readonly format: 1;
  readonly cluster: string;
  readonly claims: Claims;
  readonly resources: readonly (Pick<Resource, 'kind' | 'instance' | 'home'> & {
    /** as idOf writes it */
    readonly id: string;
    readonly ref: unknown;
  })[];
  /** what this host remembers of the last run's topology; all manifests together make an inventory again */
  readonly topology: RememberedTopology;
}

/** An instance as a manifest has it: the values of its properties, "[redacted]" for secrets. */
type RememberedInstance = Omit<Instance, 'properties' | 'extra'> & {
  readonly properties: Readonly<Record<string, Text>>;
};

/** What roles say of themselves is the program's, and not remembered. */
type RememberedTopology = Omit<Topology, 'wiring' | 'instances'> & {
  readonly instances: readonly RememberedInstance[];
};

/** The same text for the same plan, so that a second run changes nothing. */
export function manifestText(
  remembered: RememberedTopology,
  claims: Claims,
  resources: readonly Resource[],
): string {
  const manifest: Manifest = {
    format: 1,
    cluster: remembered.cluster,
    claims,
    resources: resources.map((resource) => ({
      id: idOf(resource),
      kind: resource.kind,
      instance: resource.instance,
      home: resource.home,
      ref: resource.intent === 'absent' ? resource.ref : kindNamed(resource.kind).ref(resource.desired),
    })),
    topology: remembered,
  };
  const topology = objectJson(remembered, { hosts: hostsJson(remembered.hosts) });
  return `${objectJson(manifest, { topology })}\n`;
}

/** Every host of a cluster remembers all of them. */
const hostsJson = onceFor((hosts: readonly Host[]) => JSON.stringify(hosts));

/** An object as JSON.stringify writes it, of which some values are JSON already. */
function objectJson(value: object, known: Readonly<Record<string, string>>): string {
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => `${JSON.stringify(name)}:${known[name] ?? JSON.stringify(each)}`);
  return `{${members.join(',')}}`;
}

/**
 * What of the topology a host remembers: all hosts, so that one that leaves the inventory can still be found, and its own
 * instances. So a change elsewhere is no change here, and a thousand hosts do not each keep, send and print a thousand.
 */
export function rememberedBy(host: string, topology: Topology): RememberedTopology {
  const instances = instancesOn(topology, host).map(rememberedInstance);
  const names = new Set(instances.map(({ name }) => name));
  const aliases = topology.aliases.filter(({ instance }) => names.has(instance));
  const { wiring: _roles, ...rest } = topology;
  return { ...rest, instances, aliases, distribution: withoutFolder(topology.distribution) };
}

/** What a role keeps for itself may be a secret, and the folders of a program's files are the deploying machine's. */
function rememberedInstance(instance: Instance): RememberedInstance {
  const { extra: _own, program, ...rest } = instance;
  const values = Object.entries(instance.properties).map(([key, { value }]) => [key, value] as const);
  const own = { ...rest, properties: Object.fromEntries(values) };
  if (program === undefined) return own;
  const parts = program.parts.map((part) => ({ ...part, file: basename(part.file) }));
  return { ...own, program: { ...program, parts } };
}

/** The folder an archive is in is the deploying machine's: another person's must not make another manifest. */
function withoutFolder(spec: DistributionSpec): DistributionSpec {
  if (spec.from !== 'archive' || /^https?:/.test(spec.archive)) return spec;
  return { ...spec, archive: basename(spec.archive) };
}

/** The manifests found on a host, read once. One that cannot be read is as if it were not there. */
export const parseManifests = onceFor((texts: readonly string[]): Manifest[] =>
  texts.flatMap((text) => {
    try {
      const value: unknown = JSON.parse(text);
      return isManifest(value) ? [value] : [];
    } catch {
      return [];
    }
  }),
);

/** True if a value has what is relied on here: somebody may have had a hand in it. */
function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || value['format'] !== 1 || typeof value['cluster'] !== 'string') return false;
  const { claims, resources } = value;
  if (!isRecord(claims) || !Array.isArray(resources)) return false;
  return ['paths', 'ports', 'aliases'].every((name) => Array.isArray(claims[name]));
}

/**
 * The keys of an instance's properties that were secrets when the manifest was written: it has "[redacted]" for them. A secret
 * that was taken out of the inventory is still in the file on the host, whose diff must not show it.
 */
export function hiddenKeys(manifest: Manifest | undefined, instance: string): string[] {
  const topology: unknown = manifest?.topology;
  const instances = isRecord(topology) ? topology['instances'] : undefined;
  const found: unknown = Array.isArray(instances)
    ? instances.find((each) => isRecord(each) && each['name'] === instance)
    : undefined;
  const properties = isRecord(found) ? found['properties'] : undefined;
  return isRecord(properties) ? Object.keys(properties).filter((key) => properties[key] === REDACTED) : [];
}

const aliasNames = onceFor((aliases: readonly Alias[]) => aliases.map(({ name }) => name));

/** What this cluster claims on a host. */
export function claimsOf(topology: Topology, site: Site, paths: readonly string[]): Claims {
  const instances = instancesOn(topology, site.host.name);
  return {
    paths: [...new Set(paths)].sort(),
    ports: instances.flatMap((instance) => instance.ports.map(({ port }) => port)).sort((a, b) => a - b),
    aliases: site.leftOut.includes('aliases') ? [] : aliasNames(topology.aliases),
  };
}

/**
 * Refuses what another cluster already has on the host.
 * @param mine the units too: CLUSTER and INSTANCE may both have hyphens, so that other names can make the same unit
 * @throws RmqctlError CLUSTER_OVERLAP (exit 3), naming each path, port, alias and unit
 */
export function refuseOverlap(
  host: string,
  mine: Claims & { readonly units: readonly string[] },
  others: readonly Manifest[],
): void {
  const found = others.flatMap(({ cluster, claims, resources }) => {
    const taken = new Set(resources.map(({ id }) => id));
    const units = mine.units.filter((name) => taken.has(idOf({ kind: 'service', name })));
    const paths = mine.paths.filter((path) => claims.paths.some((other) => nested(path, other)));
    const ports = mine.ports.filter((port) => claims.ports.includes(port));
    const aliases = mine.aliases.filter((alias) => claims.aliases.includes(alias));
    const words = [
      ...paths.map((path) => `path ${path}`),
      ...ports.map((port) => `port ${port}`),
      ...aliases.map((alias) => `alias ${alias}`),
      ...units.map((unit) => `unit ${unit}`),
    ];
    return words.length === 0 ? [] : [`cluster ${cluster} has ${words.join(', ')}`];
  });
  if (found.length === 0) return;
  throw new RmqctlError('CLUSTER_OVERLAP', `on ${host} another cluster is in the way: ${found.join('; ')}`, {
    host,
    hint: 'give this cluster paths (paths.home, paths.store, paths.logs), ports and an `aliases` prefix of its own, and other names if a unit is taken',
    exit: ExitCode.inventory,
  });
}

/** True if one of two absolute paths is, or lies in, the other. */
export function nested(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
