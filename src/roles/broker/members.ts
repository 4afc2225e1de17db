import type { Path } from '../../inventory/path.ts';
import { isMaster } from '../../model/broker.ts';
import type { BrokerMember } from '../../model/instance.ts';
import type { BrokerEntry, BrokerInventory, MemberEntry } from './schema.ts';

/** A master or slave with its place in the inventory. */
export interface PlacedMember {
  readonly member: BrokerMember;
  readonly entry: Exclude<MemberEntry, string>;
  readonly at: Path;
  readonly hostAt: Path;
}

function placed(member: BrokerMember, entry: MemberEntry, at: Path): PlacedMember {
  return typeof entry === 'string'
    ? { member, entry: { host: entry }, at, hostAt: at }
    : { member, entry, at, hostAt: [...at, 'host'] };
}

/** The members of a broker, short or long form: the master, then its slaves with ids from 1. */
export function draftsOfBroker(name: string, entry: BrokerEntry): PlacedMember[] {
  const at = ['brokers', name];
  const short = Array.isArray(entry);
  const [master, slaves] = short ? [entry[0], entry.slice(1)] : [entry.master, entry.slaves ?? []];
  const slaveAt = (index: number): Path => (short ? [...at, index + 1] : [...at, 'slaves', index]);
  const slavesPlaced = slaves.map((slave, index) =>
    placed({ name, id: index + 1, kind: 'slave' }, slave, slaveAt(index)),
  );
  if (master === undefined) return slavesPlaced;
  const masterAt = [...at, short ? 0 : 'master'];
  return [placed({ name, id: 0, kind: 'master' }, master, masterAt), ...slavesPlaced];
}

/** The brokers of the inventory in its order, with their members. */
export function brokersOf(inventory: BrokerInventory): { name: string; members: PlacedMember[] }[] {
  return Object.entries(inventory.brokers).map(([name, entry]) => ({
    name,
    members: draftsOfBroker(name, entry),
  }));
}

/** broker-a, broker-a-s, broker-a-s2, broker-a-s3. */
export function memberName(member: BrokerMember): string {
  const { name, id } = member;
  if (isMaster({ broker: member })) return name;
  return id === 1 ? `${name}-s` : `${name}-s${id}`;
}

/** Where the properties of a member are set, the farthest layer first: cluster, role, broker, instance. */
export function propertyLayers({ member, at }: PlacedMember): Path[] {
  return [
    ['properties'],
    [`${member.kind}Properties`],
    ['brokers', member.name, 'properties'],
    [...at, 'properties'],
  ];
}

/** Every place of the inventory where broker properties are set, each once. */
export function propertyPlaces(members: readonly PlacedMember[]): Path[] {
  const everywhere: Path[] = [
    ['properties'],
    ['masterProperties'],
    ['slaveProperties'],
    ...members.flatMap((member) => propertyLayers(member).slice(2)),
  ];
  return [...new Map(everywhere.map((path) => [JSON.stringify(path), path])).values()];
}
