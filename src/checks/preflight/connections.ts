import { groupBy } from '../../std/group-by.ts';
import { instancesOf, type Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';

/** A connection that the cluster will need. */
export interface Route {
  /** hosts */
  readonly from: string;
  readonly to: string;
  /** where the caller's packets come from */
  readonly source: string;
  readonly address: string;
  readonly port: number;
  /** what is spoken there: "replication" */
  readonly purpose: string;
  /** the instances that dial, and the one that is dialled */
  readonly callers: readonly string[];
  readonly callee: string;
}

/**
 * Every connection between the instances of a cluster: each broker's to every name server, and each slave's to its master: to the
 * main port and, where the release has it, the fast one (delay offsets go there) by the address, to the replication port
 * by the replication address (rocketmq: BrokerController, SlaveSynchronize, HAService); each proxy's to every name server and
 * broker. Each address and port is dialled once from a host.
 */
export function routes(topology: Topology): Route[] {
  const brokers = topology.instances.filter(({ broker }) => broker !== undefined);
  const ofBrokers = brokers.flatMap((caller) => [
    ...instancesOf(topology, 'namesrv').flatMap((callee) => between(caller, callee)),
    ...masterOf(caller, brokers).flatMap((callee) => between(caller, callee)),
  ]);
  const ofProxies = instancesOf(topology, 'proxy').flatMap((caller) => [
    ...instancesOf(topology, 'namesrv').flatMap((callee) => between(caller, callee)),
    ...brokers.flatMap((callee) => between(caller, callee).filter(({ port }) => port === callee.port)),
  ]);
  const alike = groupBy(
    [...ofBrokers, ...ofProxies],
    ({ from, address, port }) => `${from} ${address} ${port}`,
  );
  return [...alike.values()].map((group) => ({
    ...group[0]!,
    callers: group.flatMap(({ callers }) => callers),
  }));
}

function masterOf({ broker }: Instance, brokers: readonly Instance[]): Instance[] {
  if (broker?.kind !== 'slave') return [];
  return brokers.filter((other) => other.broker?.name === broker.name && other.broker.kind === 'master');
}

function between(caller: Instance, callee: Instance): Route[] {
  return callee.ports.map(({ port, purpose }) => {
    const replicates = callee.broker !== undefined && port === callee.port + 1;
    return {
      from: caller.host,
      to: callee.host,
      source: replicates ? caller.haAddress : caller.address,
      address: replicates ? callee.haAddress : callee.address,
      port,
      purpose,
      callers: [caller.name],
      callee: callee.name,
    };
  });
}
