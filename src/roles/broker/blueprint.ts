import { brokerProperties } from '../../rocketmq/configuration/required-properties.ts';
import { store as storeKind } from '../../resources/store.ts';
import type { Properties } from '../../model/property.ts';
import { SERVERS } from '../../rocketmq/servers.ts';
import { storeFormat } from '../../rocketmq/store-format.ts';
import type { BrokerMember } from '../../model/instance.ts';
import type { Mode } from '../../model/topology.ts';
import { brokerExpansion } from './expand.ts';
import { replicationWaits } from './replication-wait.ts';
import { heading, jvmInstance } from '../common/jvm-instance.ts';
import { logDirectoryExtras, maskedLogs } from '../common/logback.ts';
import { extra, type Blueprint, type Role, type Subject } from '../role.ts';
import { membersOf } from '../../model/broker.ts';
import { commitLogOf, storeOf } from '../../model/paths.ts';
import { escapeRegex } from '../../std/regex.ts';

/** The broker: stores messages; a master, or a slave that copies one. */
export const broker: Role = {
  ...brokerExpansion,
  title: 'broker',
  titleOf: (instance) => instance.broker?.kind,
  describe,
};

/** Where upstream's own examples of a mode lie in conf/. */
const CONF_DIRECTORY: Readonly<Record<Mode, string>> = {
  single: '2m-noslave',
  masters: '2m-noslave',
  async: '2m-2s-async',
  sync: '2m-2s-sync',
};

/** What a broker of any version writes to its store besides the directories that are made for it. */
const STORED = [
  'abort*',
  'checkpoint*',
  'lock',
  'config',
  'consumequeue_ext',
  'batchconsumequeue',
  'multiDispatch',
  'timerwheel*',
  'timerlog',
  'timercheckpoint*',
  'epochFileCheckpoint*',
  'brokerIdentity*',
  'metadata',
  'rocksdb*',
  'kvStore',
  'compaction*',
  'consumequeue_*',
  'transaction',
  'static',
  'librocksdbjni*',
];

function describe(subject: Subject): Blueprint {
  const { instance, topology, site, release, places } = subject;
  const member = membership(subject);
  const store = storeOf(instance, site.store);
  const directory = `${site.home}/conf/${CONF_DIRECTORY[topology.mode]}`;
  const config = `${directory}/${instance.name}.properties`;
  const start = { server: 'broker', script: 'broker/runbroker.sh', args: ['-c', config] } as const;
  const { script, command, env, jvm } = jvmInstance(subject, start);
  const log = `${places.logs}/logs/rocketmqlogs/broker.log`;
  const parts = [commitLogOf(store), `${store}/consumequeue`, `${store}/index`];
  return {
    directories: [store, ...parts],
    contents: Object.fromEntries([[store, STORED], ...parts.map((part) => [part, ['*']] as const)]),
    extras: [
      ...logDirectoryExtras(subject),
      ...maskedLogs(subject, 'broker'),
      extra(storeKind, store, {
        desired: { path: store, format: storeFormat(release, instance.properties) },
      }),
    ],
    files: [
      script,
      {
        path: config,
        format: 'properties',
        heading: heading(subject),
        entries: { ...requiredProperties(subject, store), ...instance.properties },
        rewritten: true,
      },
    ],
    command,
    jvm,
    // /tmp, the default, is often mounted noexec (as are /var/log and /var/tmp), and what lies there is not loaded then
    env: release.unpacksLibraries ? { ...env, ROCKSDB_SHAREDLIB_DIR: store } : env,
    log,
    ready: {
      ports: instance.ports.map(({ port }) => port),
      bootLine: SERVERS.broker.bootLine,
      // the store is locked by another broker: the start fails, but threads of its own keep the JVM alive
      hopeless: 'Lock failed, ?MQ already started',
      logged: subject.nameServers.map((address) => ({
        pattern: escapeRegex(release.registeredLine(member.id, address)),
        shows: `its registration with ${address}`,
      })),

      waits: replicationWaits(subject),
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

function requiredProperties(subject: Subject, storeRoot: string): Properties {
  const { instance, topology, release, nameServers } = subject;
  const member = membership(subject);
  return brokerProperties({
    cluster: topology.cluster,
    mode: topology.mode,
    release,
    broker: member,
    replicas: membersOf(topology, instance).length,
    listenPort: instance.port,
    address: instance.address,
    haAddress: instance.haAddress,
    namesrvAddrs: nameServers,
    storeRoot,
  });
}
