import type { Inventory } from '../inventory/schema/schema.ts';
import { groupBy } from '../std/group-by.ts';
import { heapSpec } from '../rocketmq/heap.ts';
import { plainPath } from '../std/plain-path.ts';
import { defined } from '../std/record.ts';
import { assignPorts, portsAround } from './ports.ts';
import type { InstanceDraft } from '../inventory/instance-draft.ts';
import type { Values } from '../inventory/values.ts';
import type { RoleExpansion } from '../inventory/role-expansion.ts';
import type { DistributionSpec, Topology, Tuning, Alias } from '../model/topology.ts';
import type { Host, SshSpec } from '../model/host.ts';
import type { Instance } from '../model/instance.ts';
import type { PathSpec } from '../model/paths.ts';
import { ALONE } from '../model/wiring.ts';
import type { Static } from '../inventory/schema/json-schema.ts';
import { addressOf, isLocal } from '../inventory/host-address.ts';
import type { HOST_SSH } from '../inventory/schema/schema-parts.ts';
import { bytesOf } from '../std/size.ts';
import { addressKind } from '../model/ip-address.ts';

/** Prefix of the aliases if the inventory names none. */
const DEFAULT_PREFIX = 'rocketmq';

interface RoleDraft extends InstanceDraft {
  readonly role: RoleExpansion;
}

interface Resolved {
  /** complete if no rule finds an error; instances of unknown hosts are left out */
  readonly topology: Topology;
  /** every instance the inventory asks for, with its place in the inventory */
  readonly drafts: readonly InstanceDraft[];
}

/**
 * Resolves every default, address and port of an inventory that does not depend on a host's facts. Pure, and never throws on an
 * inventory that the schema admits: rules report contradictions, at the places of the drafts.
 * @param roles in the order in which their instances are to be listed
 */
export function resolve(inventory: Inventory, roles: readonly RoleExpansion[], values: Values): Resolved {
  const context = { version: inventory.version, ...values };
  const drafts = roles.flatMap((role) =>
    role.expand(inventory, context).map((draft): RoleDraft => ({ ...draft, role })),
  );
  const present = roles.filter((role) => drafts.some((draft) => draft.role === role));
  const hosts = resolveHosts(inventory);
  const instances = resolveInstances(inventory, hosts, drafts);
  const topology: Topology = {
    cluster: inventory.cluster,
    version: inventory.version,
    mode: inventory.mode,
    hosts,
    instances,
    distribution: distributionOf(inventory),
    paths: plainPaths(inventory.paths),
    ...defined({ user: inventory.user }),
    supervisor: inventory.supervisor ?? 'auto',
    ...firewallOf(inventory),
    aliases:
      inventory.aliases === false
        ? []
        : aliasLines(inventory.aliases ?? DEFAULT_PREFIX, { hosts, instances, drafts }),
    profile: inventory.profile ?? true,
    tuning: tuningOf(inventory),
    jvm: Object.fromEntries(present.map(({ id }) => [id, [...(inventory.jvm?.[id] ?? [])]])),
    heap: Object.fromEntries(
      Object.entries(inventory.heap ?? {}).flatMap(([id, heap]) =>
        heap === undefined ? [] : [[id, heapSpec(heap)]],
      ),
    ),
    wiring: Object.fromEntries(present.map(({ id, wiring }) => [id, wiring ?? ALONE])),
  };
  return { topology, drafts };
}

function resolveInstances(
  inventory: Inventory,
  hosts: readonly Host[],
  drafts: readonly RoleDraft[],
): Instance[] {
  const ports = assignPorts(drafts);
  const hostByName = new Map(hosts.map((host) => [host.name, host]));
  const byRole = groupBy(drafts, ({ role }) => role.id);
  const namesOf = (role: string): string[] => (byRole.get(role) ?? []).map(({ name }) => name);
  return drafts.flatMap((draft) => {
    const host = hostByName.get(draft.host);
    if (host === undefined) return [];
    const address = draft.address ?? host.address;
    const port = ports.get(draft.name) ?? draft.ports.first;
    const { heap, store, broker, program, page, extra } = draft;
    return [
      // manifests have the keys in this order
      {
        name: draft.name,
        role: draft.role.id,
        host: draft.host,
        address,
        haAddress: draft.haAddress ?? address,
        port,
        ports: portsAround(draft.ports, port),
        ...defined({ heap }),
        jvm: [...(draft.jvm ?? [])],
        ...defined({ store: store && plainPath(store) }),
        properties: { ...draft.properties },
        ...defined({ broker }),
        after: [...new Set([...draft.role.after.flatMap(namesOf), ...(draft.after ?? [])])],
        ...defined({ program, page, extra }),
      },
    ];
  });
}

/** Plain, to be compared with the paths that an earlier run recorded on a host. */
function plainPaths(paths: Inventory['paths'] = {}): PathSpec {
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, plainPath(path)]));
}

/** Limits apply to rmqctl's own units; the kernel is shared by the whole host, and tuned only if the inventory asks for it. */
function tuningOf({ tuning }: Inventory): Tuning {
  if (tuning === undefined) return 'limits';
  return tuning ? 'kernel' : 'none';
}

function firewallOf({ firewall = 'auto' }: Inventory): Pick<Topology, 'firewall' | 'restrict'> {
  if (typeof firewall === 'string') return { firewall };
  const { mode = 'auto', restrict = false, clients = [] } = firewall;
  return { firewall: mode, ...(restrict ? { restrict: { clients: [...new Set(clients)] } } : {}) };
}

function distributionOf({ distribution }: Inventory): DistributionSpec {
  if (distribution?.source === 'maven') return { from: 'maven' };
  if (distribution?.archive === undefined) return { from: 'default' };
  const { archive, sha512, via } = distribution;
  return {
    from: 'archive',
    archive,
    ...defined({ sha512: sha512?.toLowerCase(), via: via === 'pull' ? via : undefined }),
  };
}

function sshOf(common: Inventory['ssh'], own: Static<typeof HOST_SSH> | undefined): SshSpec {
  return { become: false, ...common, ...own };
}

/** The hosts of the inventory in its order; those without an address are left out, and reported by a rule. */
export function resolveHosts(inventory: Inventory): Host[] {
  return Object.entries(inventory.hosts).flatMap(([name, entry]) => {
    const address = addressOf(inventory, name);
    if (address === undefined) return [];
    const long = typeof entry === 'object' ? entry : {};
    const memory = long.memory === undefined ? undefined : bytesOf(long.memory);
    const javaHome = long.java?.home ?? inventory.java?.home;
    return [
      {
        name,
        address,
        local: isLocal(entry),
        ssh: sshOf(inventory.ssh, long.ssh),
        ...defined({ memory, javaHome }),
        labels: { ...long.labels },
      },
    ];
  });
}

interface Aliased {
  readonly hosts: readonly Host[];
  readonly instances: readonly Instance[];
  /** they hold the word of each alias: "master1" */
  readonly drafts: readonly InstanceDraft[];
}

/**
 * The lines of the hosts file: host by host in the order of the inventory, on each in the order of the instances (name
 * server, masters, slaves). An address that is a name gets none: the name itself is used.
 * @param prefix "rocketmq" makes rocketmq-master1
 */
export function aliasLines(prefix: string, { hosts, instances, drafts }: Aliased): Alias[] {
  const wordOf = new Map(drafts.map(({ name, alias }) => [name, alias]));
  const onHost = groupBy(instances, ({ host }) => host);
  return hosts.flatMap((host) =>
    (onHost.get(host.name) ?? [])
      .filter((instance) => addressKind(instance.address) !== 'name')
      .flatMap(({ name, address }): Alias[] => {
        const word = wordOf.get(name);
        return word === undefined ? [] : [{ address, name: `${prefix}-${word}`, instance: name }];
      }),
  );
}
