import type { Path } from './path.ts';
import type { Program } from '../model/program.ts';
import type { HeapSpec, BrokerMember } from '../model/instance.ts';
import type { Properties } from '../model/property.ts';

/** The ports an instance wants: the main one, given or counted, and those at fixed distances from it. */
export interface PortRequest {
  /** the inventory's, where it names one */
  readonly given?: number | undefined;
  /** else the k-th instance of `series` on a host gets first + k * step, or the next of these that is free */
  readonly series: string;
  readonly first: number;
  readonly step: number;
  /** every port it listens on: distance from the main one and what speaks there, the main one (0) first */
  readonly around: readonly { readonly offset: number; readonly purpose: string }[];
}

/** An instance as its role reads it from the inventory, before addresses and ports are settled. */
export interface InstanceDraft {
  /** unique in the cluster */
  readonly name: string;
  /** the host's name as the inventory has it, known or not */
  readonly host: string;
  /** where the inventory puts it on that host, for messages */
  readonly hostAt: Path;
  /** the part of the inventory that is its own: `port`, `heap`, `jvm`, `store`, `properties` stand below, where given */
  readonly at: Path;
  /** its own address; default the host's */
  readonly address?: string | undefined;
  /** default the address */
  readonly haAddress?: string | undefined;
  readonly ports: PortRequest;
  readonly heap?: HeapSpec | undefined;
  readonly jvm?: readonly string[] | undefined;
  readonly store?: string | undefined;
  /** merged, as they are to be rendered */
  readonly properties?: Properties | undefined;
  readonly broker?: BrokerMember | undefined;
  /** what follows the prefix in its alias: "master1" */
  readonly alias?: string | undefined;
  /** names of instances to be ready first, besides all those of the roles in `RoleExpansion.after` */
  readonly after?: readonly string[] | undefined;
  /** what it runs instead of RocketMQ's release */
  readonly program?: Program | undefined;
  /** path of the page that it answers with over HTTP: "/" */
  readonly page?: string | undefined;
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}
