import type { InstanceEvent } from '../../model/events.ts';
import type { ClusterInfo } from '../../rocketmq/remoting/name-server.ts';
import type { Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import type { BrokerState } from './instance-state.ts';
import type { InstanceState } from './instance-state.ts';
import { masterOf, type ObservedMasters } from '../../model/broker.ts';

/** An answer, or why there is none. */
export type Reply<T> = { readonly answer: T } | { readonly silence: string };

/** Everything that was found out about a cluster, by the names of instances. */
export interface Findings {
  /** without those whose host could not be asked */
  readonly processes: ReadonlyMap<string, InstanceState>;
  readonly brokers: ReadonlyMap<string, Reply<BrokerState>>;
  readonly nameServers: ReadonlyMap<string, Reply<ClusterInfo>>;
  /** as the name servers know them; a broker that is absent has the master of the inventory */
  readonly observedMasters?: ObservedMasters | undefined;
}

/** How an instance is, from what was found out. Pure. */
export function assess(topology: Topology, instance: Instance, findings: Findings): InstanceEvent {
  const process = findings.processes.get(instance.name);
  const { pid, ...found } = process ?? { pid: 0 };
  const { maxOffset: _, ...counters } = answerOf(findings.brokers.get(instance.name)) ?? {};
  const lag = lagOf(topology, instance, findings);
  return {
    event: 'instance',
    host: instance.host,
    instance: instance.name,
    role: roleOf(instance, findings),
    address: `${instance.address}:${instance.port}`,
    ...judge(instance, process, findings),
    ...(pid === 0 ? {} : { pid }),
    ...found,
    ...counters,
    ...(lag === undefined ? {} : { lag }),
  };
}

function judge(
  instance: Instance,
  process: InstanceState | undefined,
  findings: Findings,
): Pick<InstanceEvent, 'state' | 'detail'> {
  if (process === undefined) return { state: 'unknown', detail: `${instance.host} could not be asked` };
  if (process.pid === 0) return { state: 'down', detail: 'it does not run' };
  const said = findings.brokers.get(instance.name) ?? findings.nameServers.get(instance.name);
  if (said !== undefined && 'silence' in said) return { state: 'silent', detail: said.silence };
  const strangers = instance.broker === undefined ? [] : nameServersWithout(instance, findings);
  if (strangers.length > 0)
    return { state: 'unregistered', detail: `not registered with ${strangers.join(', ')}` };
  const laidOut = instance.broker?.kind ?? instance.role;
  if (roleOf(instance, findings) === laidOut) return { state: 'up' };
  return { state: 'up', detail: `the inventory makes it a ${laidOut}` };
}

/** The role that name servers know a broker in; without their answer, and of other instances, that of the inventory. */
function roleOf({ name, role, broker }: Instance, { observedMasters }: Findings): string {
  if (broker === undefined) return role;
  const master = observedMasters?.get(broker.name);
  if (master === undefined) return broker.kind;
  return master === name ? 'master' : 'slave';
}

/** The name servers that answer and do not know a broker under its address. */
function nameServersWithout({ broker, address, port }: Instance, { nameServers }: Findings): string[] {
  return [...nameServers].flatMap(([name, said]) => {
    const known = answerOf(said)?.brokers.get(broker?.name ?? '')?.addresses;
    return 'silence' in said || [...(known ?? []).values()].includes(`${address}:${port}`) ? [] : [name];
  });
}

/** Bytes that a slave has not copied yet; its own end is asked for before or after its master's, so never below 0. */
function lagOf(
  topology: Topology,
  instance: Instance,
  { brokers, observedMasters }: Findings,
): number | undefined {
  const master = masterOf(topology, instance, observedMasters);
  if (master === undefined || master.name === instance.name) return undefined;
  const has = answerOf(brokers.get(instance.name))?.maxOffset;
  const should = answerOf(brokers.get(master.name))?.maxOffset;
  if (has === undefined || should === undefined) return undefined;
  return Math.max(0, Number(should - has));
}

export function answerOf<T>(said: Reply<T> | undefined): T | undefined {
  return said !== undefined && 'answer' in said ? said.answer : undefined;
}
