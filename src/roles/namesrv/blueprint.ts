import { SERVERS } from '../../rocketmq/servers.ts';
import { namesrvProperties } from '../../rocketmq/configuration/required-properties.ts';
import { namesrvExpansion } from './expand.ts';
import { heading, jvmInstance } from '../common/jvm-instance.ts';
import { logDirectoryExtras, maskedLogs } from '../common/logback.ts';
import type { Blueprint, Role, Subject } from '../role.ts';
import { brokerMembers } from '../../model/broker.ts';
import { addressOfInstance, type InstanceAddress } from '../../model/instance.ts';
import type { WaitSpec } from '../../model/wait.ts';

/** The name server: knows which broker is where; independent of its siblings. */
export const namesrv: Role = {
  ...namesrvExpansion,
  title: 'name server',
  describe,
};

function describe(subject: Subject): Blueprint {
  const { instance, site, places } = subject;
  const config = `${site.home}/conf/${instance.name}.properties`;
  const start = { server: 'namesrv', script: 'namesrv/runserver.sh', args: ['-c', config] } as const;
  const { script, command, env, jvm } = jvmInstance(subject, start);
  const log = `${places.logs}/logs/rocketmqlogs/namesrv.log`;
  const required = namesrvProperties(instance.port, places.logs);
  return {
    directories: [],
    extras: [...logDirectoryExtras(subject), ...maskedLogs(subject, 'namesrv')],
    files: [
      script,
      {
        path: config,
        format: 'properties',
        heading: heading(subject),
        entries: { ...required, ...instance.properties },
        rewritten: true,
      },
    ],
    command,
    jvm,
    env,
    log,
    ready: {
      ports: instance.ports.map(({ port }) => port),
      bootLine: SERVERS.namesrv.bootLine,
      logged: [],
      waits: [registrationsWait(subject)],
      evidence: [log],
    },
  };
}

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
