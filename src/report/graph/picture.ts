import { instancesOn, type Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { connections } from '../../model/connections.ts';
import { REPLICATION } from '../../model/port.ts';

/** The style of an instance in a picture. */
export type Kind = 'namesrv' | 'master' | 'slave' | 'other';

/** The result of the checks of an instance. */
export type Health = 'pass' | 'warn' | 'fail' | 'skip';

export interface DrawnInstance {
  readonly name: string;
  readonly look: Kind;
  /** "master 10911" */
  readonly detail: string;
}

export interface DrawnHost {
  readonly name: string;
  readonly address: string;
  /** name servers first, then masters, slaves and the rest */
  readonly instances: readonly DrawnInstance[];
}

/** A slave copies its master. Names of instances. */
export interface Copying {
  readonly from: string;
  readonly to: string;
}

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  /** "synchronous" or "asynchronous" */
  readonly replication: string;
  readonly hosts: readonly DrawnHost[];
  readonly replications: readonly Copying[];
}

/** From the top of a host's box to its bottom. */
export const ORDER: readonly Kind[] = ['namesrv', 'master', 'slave', 'other'];
const WORDS: Readonly<Record<string, string>> = { namesrv: 'name server' };

/** The topology as plain data to draw: the instances of each host, and the master of each slave. */
export function picture(topology: Topology): Picture {
  const { cluster, version, mode, hosts } = topology;
  return {
    title: cluster,
    subtitle: `RocketMQ ${version}, mode ${mode}`,
    replication: mode === 'sync' ? 'synchronous' : 'asynchronous',
    hosts: hosts.map(({ name, address }) => ({
      name,
      address,
      instances: instancesOn(topology, name)
        .map(drawn)
        .sort((a, b) => ORDER.indexOf(a.look) - ORDER.indexOf(b.look)),
    })),
    replications: connections(topology)
      .filter(({ purpose, standby }) => purpose === REPLICATION && standby !== true)
      .map(({ from, to }) => ({ from: to.name, to: from.name })),
  };
}

function drawn({ name, role, port, broker }: Instance): DrawnInstance {
  return { name, look: lookOf(role, broker?.kind), detail: `${broker?.kind ?? WORDS[role] ?? role} ${port}` };
}

function lookOf(role: string, kind: 'master' | 'slave' | undefined): Kind {
  return kind ?? (role === 'namesrv' ? 'namesrv' : 'other');
}
