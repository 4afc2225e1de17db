import { brokerProperties } from '../../rocketmq/configuration/required-properties.ts';
import { store as storeKind } from '../../resources/store.ts';
import { SERVERS } from '../../rocketmq/servers.ts';
import { storeFormat } from '../../rocketmq/store-format.ts';
import { type BrokerMember, addressOfInstance, type InstanceAddress } from '../../model/instance.ts';
import type { Mode } from '../../model/topology.ts';
import { brokerExpansion } from './expand.ts';
import { heading, jvmInstance } from '../common/jvm-instance.ts';
import { logDirectoryExtras, maskedLogs } from '../common/logback.ts';
import { extra, type Blueprint, type Role, type Subject } from '../role.ts';
import { masterOf, slavesOf } from '../../model/broker.ts';
import { commitLogOf, storeOf } from '../../model/paths.ts';
import { escapeRegex } from '../../std/regex.ts';
import { replicationPort } from '../../model/port.ts';
import type { WaitSpec } from '../../model/wait.ts';

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
        entries: { ...brokerProperties(subject, member, store), ...instance.properties },
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
