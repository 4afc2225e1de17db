/** The topology: the inventory with every default, address and port resolved that needs no look at a host. Plain data. */
import type { Text } from '../redaction/secret.ts';
import { groupBy } from '../std/group-by.ts';
import { onceFor } from '../std/once.ts';
import type { Program } from './program.ts';

export type Mode = 'single' | 'masters' | 'async' | 'sync';
export type FirewallChoice = 'auto' | 'disable' | 'off';

/** Settings of a property file. */
export type Properties = Readonly<Record<string, Text>>;

/** limits: the units raise those of open files and locked memory; kernel: settings of the host's kernel besides. */
export type Tuning = 'none' | 'limits' | 'kernel';

/** Sizes in bytes; what is absent is chosen from the host's memory (rocketmq/jvm.ts). */
export interface HeapSpec {
  readonly size?: number;
  readonly young?: number;
  readonly direct?: number;
}

export interface SshSpec {
  /** where to log in; default the host's address */
  readonly host?: string;
  readonly user?: string;
  readonly port?: number;
  readonly identity?: string;
  readonly jump?: string;
  readonly become: boolean;
  readonly knownHosts?: string;
}

export interface Host {
  readonly name: string;
  /** what clients and brokers dial */
  readonly address: string;
  /** true: this machine, without SSH */
  readonly local: boolean;
  readonly ssh: SshSpec;
  /** bytes; overrides what the host says of itself */
  readonly memory?: number;
  /** where the inventory says its Java is; else one is looked for */
  readonly javaHome?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A port an instance listens on. */
export interface Port {
  readonly port: number;
  /** what speaks there, in a few words: "remoting", "replication" */
  readonly purpose: string;
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

/** Where the release comes from (interface: "distribution"). */
export type DistributionSpec =
  | { readonly from: 'default' }
  | { readonly from: 'maven' }
  | {
      readonly from: 'archive';
      /** absolute path on the deploying machine, or a URL */
      readonly archive: string;
      readonly sha512?: string;
      /** each host downloads the URL itself, and `sha512` is given; absent: it is sent */
      readonly via?: 'pull';
    };

/** Absolute paths the inventory names; what is absent depends on whether rmqctl is root on the host (hosts/site.ts). */
export interface PathSpec {
  readonly home?: string;
  readonly store?: string;
  readonly logs?: string;
  /** where rmqctl keeps what it must remember on a host */
  readonly state?: string;
}

/** A line of the hosts file. */
export interface Alias {
  readonly address: string;
  readonly name: string;
  /** name of the instance it stands for */
  readonly instance: string;
}

export interface Topology {
  readonly cluster: string;
  /** as a release of rocketmq/releases.ts: "4.9.4" */
  readonly version: string;
  readonly mode: Mode;
  readonly hosts: readonly Host[];
  /** in the order of the inventory: name servers, then brokers, then the other roles */
  readonly instances: readonly Instance[];
  readonly distribution: DistributionSpec;
  readonly paths: PathSpec;
  /** the service user, where the inventory names one */
  readonly user?: string;
  /** a supervisor's id (hosts/supervisors/registry.ts), or auto: the first that can be used on a host */
  readonly supervisor: string;
  readonly firewall: FirewallChoice;
  /** ports are opened to those who need them alone; absent: to everybody */
  readonly restrict?: { /** IPv4 networks */ readonly clients: readonly string[] };
  /** every alias of the cluster in the order of the hosts file; empty where the inventory says `aliases: false` */
  readonly aliases: readonly Alias[];
  readonly profile: boolean;
  readonly tuning: Tuning;
  /** JVM options of every instance of a role, before the instance's own */
  readonly jvm: Readonly<Record<string, readonly string[]>>;
  readonly heap: Readonly<Record<string, HeapSpec>>;
}

/** The instances on a host, in order. */
export function instancesOn(topology: Topology, host: string): readonly Instance[] {
  return instancesByHost(topology.instances).get(host) ?? [];
}

const instancesByHost = onceFor((instances: readonly Instance[]) => groupBy(instances, ({ host }) => host));

/** The instances of a role, in order. */
export function instancesOf(topology: Topology, role: string): readonly Instance[] {
  return topology.instances.filter((instance) => instance.role === role);
}
