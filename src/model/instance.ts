import { groupBy } from '../std/group-by.ts';
import { onceFor } from '../std/once.ts';
import type { Port } from './port.ts';
import type { Program } from './program.ts';
import type { Properties } from './property.ts';

/** The memory that the inventory gives a JVM, in bytes; what is absent follows from the host's memory (rocketmq/heap.ts). */
export interface HeapSpec {
  readonly size?: number;
  readonly young?: number;
  readonly direct?: number;
}

/** How the memory of a role's instances is chosen where the inventory does not say (rocketmq/heap.ts). */
export interface MemoryClass {
  /** shared: with all such instances of the host a quarter of its memory; server: a sixteenth each; least: as little as there is */
  readonly heap: 'shared' | 'server' | 'least';
  /** large: its network buffers are direct memory, a third of the heap; least: as little as there is */
  readonly buffers: 'large' | 'least';
}

/** What makes an instance a broker's member. */
export interface BrokerMember {
  readonly name: string;
  /** 0 for the master, 1 and up for slaves */
  readonly id: number;
  readonly kind: 'master' | 'slave';
}

/** One process of a role on a host. */
export interface Instance {
  /** unique in the cluster: namesrv-node1, broker-a, broker-a-s */
  readonly name: string;
  /** id of the role, see roles/ */
  readonly role: string;
  /** name of its host */
  readonly host: string;
  /** where clients dial it */
  readonly address: string;
  /** where replicas dial it (brokerIP2) */
  readonly haAddress: string;
  /** listenPort */
  readonly port: number;
  /** every port it listens on, the main one first */
  readonly ports: readonly Port[];
  readonly heap?: HeapSpec;
  /** more JVM options, last on the command line */
  readonly jvm: readonly string[];
  /** store root, where the inventory names one; default <paths.store>/<name> */
  readonly store?: string;
  /** what the inventory sets, nearest wins, as written; a secret where it came from outside the inventory */
  readonly properties: Properties;
  readonly broker?: BrokerMember;
  /** names of the instances that must be ready before this one starts */
  readonly after: readonly string[];
  /** what it runs instead of RocketMQ's release, in a home of its own */
  readonly program?: Program;
  /** path of the page that it answers with over HTTP, on its port: "/" */
  readonly page?: string;
  /** what a role keeps for itself */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Anything with instances: a topology, or a part of one. */
export interface Instances {
  readonly instances: readonly Instance[];
}

/** The instances on a host, in order. */
export function instancesOn({ instances }: Instances, host: string): readonly Instance[] {
  return instancesByHost(instances).get(host) ?? [];
}

const instancesByHost = onceFor((instances: readonly Instance[]) => groupBy(instances, ({ host }) => host));

/** The instances of a role, in order. */
export function instancesOf({ instances }: Instances, role: string): readonly Instance[] {
  return instances.filter((instance) => instance.role === role);
}

/** Where an instance is asked, and from which host: its own. */
export interface InstanceAddress {
  readonly instance: string;
  /** name of its host */
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

/** The endpoint of an instance's main port. */
export function addressOfInstance({ name, host, address, port }: Instance): InstanceAddress {
  return { instance: name, host, address, port };
}

/** True for a name server, by which every other role finds the brokers. */
export function isNameServer({ role }: Pick<Instance, 'role'>): boolean {
  return role === 'namesrv';
}

/** The name servers of a cluster, in order. */
export function nameServersIn({ instances }: Instances): readonly Instance[] {
  return instances.filter(isNameServer);
}
