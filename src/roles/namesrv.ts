import { literally, type LogLine } from '../os/readiness.ts';
import { runScript, RUN_SCRIPTS } from '../render/run-script.ts';
import { writeProperties } from '../render/properties.ts';
import { namesrvProperties } from '../rocketmq/broker-config.ts';
import { resolveHeap } from '../rocketmq/heap.ts';
import type { Topology } from '../topology/topology.ts';
import { namesrvExpansion } from './namesrv-expansion.ts';
import { heading, heapEnvironment, hostLoad, rocketmqEnvironment } from './jvm-instance.ts';
import type { Blueprint, Role, Subject } from './role.ts';

/** The name server: knows which broker is where; independent of its siblings. */
export const namesrv: Role = {
  ...namesrvExpansion,
  title: 'name server',
  describe,
};

function describe(subject: Subject): Blueprint {
  const { instance, topology, site, release, places } = subject;
  const script = `${site.home}/bin/${RUN_SCRIPTS.namesrv}`;
  const config = `${site.home}/conf/${instance.name}.properties`;
  const log = `${places.logs}/logs/rocketmqlogs/namesrv.log`;
  const heap = resolveHeap(topology.heap['namesrv'], 'namesrv', hostLoad(site, topology));
  const entries = namesrvProperties({
    listenPort: instance.port,
    stateDir: places.logs,
    properties: instance.properties,
  });
  return {
    directories: [],
    files: [
      {
        path: script,
        content: runScript({
          role: 'namesrv',
          javaHome: site.java.home,
          jdkMajor: site.java.major,
          release,
          heap,
        }),
        mode: '755',
      },
      { path: config, content: writeProperties(entries, heading(subject)), compare: 'properties' },
    ],
    command: [
      'sh',
      script,
      `-Duser.home=${places.logs}`,
      ...release.logOptions('namesrv', site.home),
      ...instance.jvm,
      release.mainClass.namesrv,
      '-c',
      config,
    ],
    env: { ...rocketmqEnvironment(subject), ...heapEnvironment(subject, heap) },
    log,
    ready: {
      ports: instance.ports.map(({ port }) => port),
      bootLine: release.bootLine.namesrv,
      logged: [],
      rejoined: brokersOf(topology),
      evidence: [log],
    },
  };
}

/**
 * A name server that was restarted knows no broker until each has registered again, which they do every 30 s; the next
 * one must not be restarted before (rocketmq.md 3.3).
 */
function brokersOf({ instances }: Topology): LogLine[] {
  return instances
    .filter(({ broker }) => broker !== undefined)
    .map(({ name, address, port }) => ({
      // 4.x names the address alone, 5.x within a BrokerAddrInfo
      pattern: `new broker registered, .*${literally(`${address}:${port}`)}([^0-9]|$)`,
      shows: `the registration of ${name}`,
    }));
}
