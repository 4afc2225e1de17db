import { masterOf, slavesOf } from '../../model/broker.ts';
import { addressOfInstance, type InstanceAddress } from '../../model/instance.ts';
import { replicationPort } from '../../model/port.ts';
import type { WaitSpec } from '../../model/wait.ts';
import type { Subject } from '../role.ts';

/** Slaves that must copy their master, and have caught up with it (execute/waits/replication.ts). */
export interface ReplicationWait extends WaitSpec {
  readonly kind: 'replication';
  readonly version: string;
  readonly master: InstanceAddress;
  /** where the master sends its log from */
  readonly haPort: number;
  readonly slaves: readonly InstanceAddress[];
  /** the one that is started or restarted */
  readonly instance: string;
}

/** What is awaited of a member's broker; nothing where it has no slave. A new slave may have hours to copy: a start does not wait for it. */
export function replicationWaits({ instance, topology }: Subject): readonly ReplicationWait[] {
  const master = masterOf(topology, instance);
  const slaves = slavesOf(topology, instance);
  const haPort = master === undefined ? undefined : replicationPort(master);
  if (master === undefined || haPort === undefined || slaves.length === 0) return [];
  return [
    {
      kind: 'replication',
      forRestarts: true,
      version: topology.version,
      master: addressOfInstance(master),
      haPort,
      slaves: slaves.map(addressOfInstance),
      instance: instance.name,
    },
  ];
}
