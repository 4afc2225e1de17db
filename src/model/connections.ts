/** Every connection between the instances of a cluster: the one answer for check, verify, the firewall and the graph. */
import { groupBy } from '../std/group-by.ts';
import { onceFor } from '../std/once.ts';
import { defined } from '../std/record.ts';
import { masterOf, replicasOf } from './broker.ts';
import { type Instance, instancesOf } from './instance.ts';
import { REPLICATION } from './port.ts';
import type { Topology } from './topology.ts';
import type { Link } from './wiring.ts';

/** A connection that an instance makes to another. */
export interface Connection extends Pick<Link, 'byAlias' | 'standby'> {
  readonly from: Instance;
  readonly to: Instance;
  readonly port: number;
  /** what is spoken there: "replication" */
  readonly purpose: string;
  /** what it is made for: "registration"; where a role says nothing, the purpose */
  readonly why: string;
  /** where the caller's packets come from */
  readonly source: string;
  /** where they go to */
  readonly address: string;
}

/**
 * Every connection of a cluster, by caller in the order of the instances: what the roles' links say (RocketMQ: BrokerOuterAPI,
 * SlaveSynchronize, HAService). Among them are those on standby.
 */
export const connections = onceFor((topology: Topology): readonly Connection[] => {
  const links = groupBy(
    Object.values(topology.wiring).flatMap((wiring) => wiring.links),
    ({ from }) => from,
  );
  return topology.instances.flatMap((from) =>
    (links.get(from.role) ?? []).flatMap((link) =>
      dialled(topology, from, link).flatMap((to) => between(from, to, link)),
    ),
  );
});

function dialled(topology: Topology, from: Instance, { to, which }: Link): readonly Instance[] {
  const candidates =
    which === undefined
      ? instancesOf(topology, to)
      : which === 'replicas'
        ? replicasOf(topology, from)
        : [masterOf(topology, from) ?? from];
  return candidates.filter(({ name }) => name !== from.name);
}

/** Replicas dial each other's replication address, everything else the address. */
function between(from: Instance, to: Instance, { ports, why, byAlias, standby }: Link): Connection[] {
  return to.ports
    .filter(({ purpose }) => ports === undefined || ports.includes(purpose))
    .map(({ port, purpose }) => ({
      from,
      to,
      port,
      purpose,
      why: why ?? purpose,
      source: purpose === REPLICATION ? from.haAddress : from.address,
      address: purpose === REPLICATION ? to.haAddress : to.address,
      ...defined({ byAlias, standby }),
    }));
}

/** The connections that an instance makes, those on standby among them. */
export function connectionsFrom(topology: Topology, { name }: Instance): readonly Connection[] {
  return byCaller(topology).get(name) ?? [];
}

/** The connections to an instance, those on standby among them. */
export function connectionsTo(topology: Topology, { name }: Instance): readonly Connection[] {
  return byCallee(topology).get(name) ?? [];
}

const byCaller = onceFor((topology: Topology) => groupBy(connections(topology), ({ from }) => from.name));
const byCallee = onceFor((topology: Topology) => groupBy(connections(topology), ({ to }) => to.name));

/** True if only instances dial a port of that purpose, never clients. */
export function isInternal({ wiring }: Topology, { role }: Instance, purpose: string): boolean {
  return wiring[role]?.internal.includes(purpose) === true;
}

/** What one host must be able to dial, for however many of its instances. */
export interface HostPath extends Pick<Connection, 'source' | 'address' | 'port' | 'purpose' | 'why'> {
  /** names of hosts */
  readonly from: string;
  readonly to: string;
  /** names of the instances that dial, and of the one that is dialled */
  readonly callers: readonly string[];
  readonly callee: string;
}

/** Connections from host to host: each address and port is dialled once from a host. */
export function hostPaths(found: readonly Connection[]): HostPath[] {
  const alike = groupBy(found, ({ from, address, port }) => `${from.host} ${address} ${port}`);
  return [...alike.values()].flatMap((group) =>
    group.slice(0, 1).map(({ from, to, source, address, port, purpose, why }) => ({
      from: from.host,
      to: to.host,
      source,
      address,
      port,
      purpose,
      why,
      callers: [...new Set(group.map((each) => each.from.name))],
      callee: to.name,
    })),
  );
}
