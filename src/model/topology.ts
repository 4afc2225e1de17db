/** The topology: the inventory with every default, address and port resolved that needs no look at a host. Plain data. */
import type { HeapSpec, Instance } from './instance.ts';
import type { Host } from './host.ts';
import type { PathSpec } from './paths.ts';
import type { Wiring } from './wiring.ts';

/** Where the release comes from (docs/reference/inventory.md). */
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

/** A line of the hosts file. */
export interface Alias {
  readonly address: string;
  readonly name: string;
  /** name of the instance it stands for */
  readonly instance: string;
}

export type Mode = 'single' | 'masters' | 'async' | 'sync';
export type FirewallChoice = 'auto' | 'disable' | 'off';

/** limits: the units raise those of open files and locked memory; kernel: settings of the host's kernel besides. */
export type Tuning = 'none' | 'limits' | 'kernel';

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
  /** by the id of each role that has instances */
  readonly wiring: Readonly<Record<string, Wiring>>;
}
