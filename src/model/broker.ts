/**
 * The members of brokers. Who is master is laid out by the inventory; of a cluster that runs it may have been observed, and where
 * brokers elect their masters only that counts.
 */
import { groupBy } from '../std/group-by.ts';
import { onceFor } from '../std/once.ts';
import type { BrokerMember, Instance, Instances } from './instance.ts';

/** By the name of a broker, the instance that was observed to be its master. */
export type ObservedMasters = ReadonlyMap<string, string>;

const LAID_OUT: ObservedMasters = new Map();

/** Anything that may be a broker's member: an instance, or the draft of one. */
interface MaybeMember {
  readonly broker?: BrokerMember | undefined;
}

/** True if the inventory lays it out as the master of its broker. */
export function isMaster({ broker }: MaybeMember): boolean {
  return broker?.kind === 'master';
}

/** True if the inventory lays it out as a slave of its broker. */
export function isSlave({ broker }: MaybeMember): boolean {
  return broker?.kind === 'slave';
}

/** Every member of every broker, in order. */
export function brokerMembers({ instances }: Instances): readonly Instance[] {
  return instances.filter(({ broker }) => broker !== undefined);
}

/** The members of an instance's broker, itself among them; none if it belongs to no broker. */
export function membersOf({ instances }: Instances, { broker }: MaybeMember): readonly Instance[] {
  return broker === undefined ? [] : (membersByBroker(instances).get(broker.name) ?? []);
}

const membersByBroker = onceFor((instances: readonly Instance[]) =>
  groupBy(brokerMembers({ instances }), ({ broker }) => broker?.name ?? ''),
);

/** The other members of an instance's broker. */
export function replicasOf(cluster: Instances, instance: Instance): readonly Instance[] {
  return membersOf(cluster, instance).filter(({ name }) => name !== instance.name);
}

/**
 * The master of an instance's broker, which may be the instance itself.
 * @param observed who leads, where the running cluster was asked; default: as laid out
 * @returns undefined if it belongs to no broker, or to one that has no master
 */
export function masterOf(
  cluster: Instances,
  instance: MaybeMember,
  observed: ObservedMasters = LAID_OUT,
): Instance | undefined {
  const members = membersOf(cluster, instance);
  const leader = observed.get(instance.broker?.name ?? '');
  return members.find(leader === undefined ? isMaster : ({ name }) => name === leader);
}

/** The members of an instance's broker that copy its master. */
export function slavesOf(
  cluster: Instances,
  instance: MaybeMember,
  observed: ObservedMasters = LAID_OUT,
): readonly Instance[] {
  const master = masterOf(cluster, instance, observed);
  return membersOf(cluster, instance).filter(({ name }) => name !== master?.name);
}
