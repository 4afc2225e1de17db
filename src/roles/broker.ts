import { literally } from '../os/readiness.ts';
import { runScript, RUN_SCRIPTS } from '../render/run-script.ts';
import { writeProperties } from '../render/properties.ts';
import { brokerProperties } from '../rocketmq/broker-config.ts';
import { resolveHeap } from '../rocketmq/heap.ts';
import type { BrokerMember, Mode } from '../topology/topology.ts';
import { brokerExpansion } from './broker-expansion.ts';
import { heading, heapEnvironment, hostLoad, rocketmqEnvironment } from './jvm-instance.ts';
import type { Blueprint, Role, Subject } from './role.ts';

/** The broker: stores messages; a master, or a slave that copies one. */
export const broker: Role = {
  ...brokerExpansion,
  title: 'broker',
  describe,
};

/** Where upstream's own examples of a mode lie in conf/. */
const CONF_DIRECTORY: Readonly<Record<Mode, string>> = {
  single: '2m-noslave',
  masters: '2m-noslave',
  async: '2m-2s-async',
  sync: '2m-2s-sync',
};

function describe(subject: Subject): Blueprint {
  const { instance, topology, site, release, places } = subject;
  const member = membership(subject);
  const store = instance.store ?? `${site.store}/${instance.name}`;
  const script = `${site.home}/bin/${RUN_SCRIPTS.broker}`;
  const directory = `${site.home}/conf/${CONF_DIRECTORY[topology.mode]}`;
  const config = `${directory}/${instance.name}.properties`;
  const heap = resolveHeap(topology.heap['broker'], 'broker', hostLoad(site, topology));
  const log = `${places.logs}/logs/rocketmqlogs/broker.log`;
  return {
    directories: [store, ...['commitlog', 'consumequeue', 'index'].map((part) => `${store}/${part}`)],
    files: [
      {
        path: script,
        content: runScript({
          role: 'broker',
          javaHome: site.java.home,
          jdkMajor: site.java.major,
          release,
          heap,
        }),
        mode: '755',
      },
      {
        path: config,
        content: writeProperties(properties(subject, store), heading(subject)),
        compare: 'properties',
      },
    ],
    command: [
      'sh',
      script,
      `-Duser.home=${places.logs}`,
      ...release.logOptions('broker', site.home),
      ...instance.jvm,
      release.mainClass.broker,
      '-c',
      config,
    ],
    env: { ...rocketmqEnvironment(subject), ...heapEnvironment(subject, heap) },
    log,
    ready: {
      ports: instance.ports.map(({ port }) => port),
      bootLine: release.bootLine.broker,
      // the store is locked by another broker: the start fails, but threads of its own keep the JVM alive
      hopeless: 'Lock failed, ?MQ already started',
      logged: subject.nameServers.map((address) => ({
        pattern: literally(release.registeredLine(member.id, address)),
        shows: `its registration with ${address}`,
      })),
      rejoined: [],
      evidence: [
        log,
        `${places.logs}/logs/rocketmqlogs/store.log`,
        `${places.logs}/logs/rocketmqlogs/storeerror.log`,
      ],
    },
  };
}

function membership({ instance }: Subject): BrokerMember {
  if (instance.broker === undefined) throw new Error(`${instance.name} is no member of a broker`);
  return instance.broker;
}

function properties(subject: Subject, storeRoot: string): [string, string][] {
  const { instance, topology, release, nameServers } = subject;
  const member = membership(subject);
  return brokerProperties({
    cluster: topology.cluster,
    mode: topology.mode,
    release,
    broker: member,
    replicas: topology.instances.filter((other) => other.broker?.name === member.name).length,
    listenPort: instance.port,
    address: instance.address,
    haAddress: instance.haAddress,
    namesrvAddrs: nameServers,
    storeRoot,
    properties: instance.properties,
  });
}
