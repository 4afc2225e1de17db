import { brokerMembers } from '../../model/broker.ts';
import { addressOfInstance, type InstanceAddress } from '../../model/instance.ts';
import type { WaitSpec } from '../../model/wait.ts';
import type { Subject } from '../role.ts';

/** The brokers that a name server knew before its restart, and must know again (execute/waits/registrations.ts). */
export interface RegistrationsWait extends WaitSpec {
  readonly kind: 'registrations';
  readonly version: string;
  readonly nameServer: InstanceAddress;
  /** every broker of the cluster, running or not */
  readonly brokers: readonly InstanceAddress[];
}

/**
 * A name server that was restarted knows no broker until each has registered again, which they do every 30 s
 * (registerNameServerPeriod); the next one must not be restarted before.
 */
export function registrationsWait({ instance, topology }: Subject): RegistrationsWait {
  return {
    kind: 'registrations',
    forRestarts: true,
    version: topology.version,
    nameServer: addressOfInstance(instance),
    brokers: brokerMembers(topology).map(addressOfInstance),
  };
}
