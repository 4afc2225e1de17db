import { literally, type LogLine } from '../../hosts/readiness.ts';
import { writeProperties } from '../../rocketmq/configuration/properties-file.ts';
import { SERVERS } from '../../rocketmq/servers.ts';
import { namesrvProperties } from '../../rocketmq/configuration/required-keys.ts';
import type { Topology } from '../../model/topology.ts';
import { namesrvExpansion } from './expand.ts';
import { heading, jvmInstance } from '../common/jvm-instance.ts';
import { logDirectoryExtras } from '../common/logback.ts';
import type { Blueprint, Role, Subject } from '../role.ts';
import { maskedLogs } from '../common/secret-logs.ts';
import { brokerMembers } from '../../model/broker.ts';

/** The name server: knows which broker is where; independent of its siblings. */
export const namesrv: Role = {
  ...namesrvExpansion,
  title: 'name server',
  describe,
};

function describe(subject: Subject): Blueprint {
  const { instance, topology, site, places } = subject;
  const config = `${site.home}/conf/${instance.name}.properties`;
  const start = { server: 'namesrv', script: 'namesrv/runserver.sh', args: ['-c', config] } as const;
  const { script, command, env, jvm } = jvmInstance(subject, start);
  const log = `${places.logs}/logs/rocketmqlogs/namesrv.log`;
  const entries = namesrvProperties({
    listenPort: instance.port,
    stateDir: places.logs,
    properties: instance.properties,
  });
  return {
    directories: [],
    extras: [...logDirectoryExtras(subject), ...maskedLogs(subject, 'namesrv')],
    files: [
      script,
      { path: config, content: writeProperties(entries, heading(subject)), compare: 'properties' },
    ],
    command,
    jvm,
    env,
    log,
    ready: {
      ports: instance.ports.map(({ port }) => port),
      bootLine: SERVERS.namesrv.bootLine,
      logged: [],
      rejoined: registrationsOf(topology),
      evidence: [log],
    },
  };
}

/**
 * A name server that was restarted knows no broker until each has registered again, which they do every 30 s; the next
 * one must not be restarted before (rocketmq.md 3.3).
 */
function registrationsOf(topology: Topology): LogLine[] {
  return brokerMembers(topology).map(({ name, address, port }) => ({
    // 3.x spells it "registerd"; 4.x names the address alone, 5.x within a BrokerAddrInfo
    pattern: `new broker registere?d, .*${literally(`${address}:${port}`)}([^0-9]|$)`,
    shows: `the registration of ${name}`,
  }));
}
