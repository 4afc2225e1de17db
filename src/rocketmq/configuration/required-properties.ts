import type { Properties } from '../../model/property.ts';
import { isMaster, isSlave } from '../../model/broker.ts';
import type { BrokerMember } from '../../model/instance.ts';
import { commitLogOf } from '../../model/paths.ts';
import type { Mode } from '../../model/topology.ts';
import type { Release } from '../releases.ts';

export interface BrokerInputs {
  readonly cluster: string;
  readonly mode: Mode;
  readonly release: Release;
  readonly broker: BrokerMember;
  /** how many members the broker has, its master included */
  readonly replicas: number;
  readonly listenPort: number;
  /** what clients and slaves dial (brokerIP1), and where slaves replicate from (brokerIP2) */
  readonly address: string;
  readonly haAddress: string;
  /** host:port of every name server */
  readonly namesrvAddrs: readonly string[];
  /** absolute path, this broker's alone */
  readonly storeRoot: string;
}

/** A property that rmqctl sets, and why. */
export type Required<Value extends string | number = string> = readonly [
  key: string,
  value: Value,
  why: string,
];

/** Properties that rmqctl sets, in their order. */
export function required<Value extends string | number>(
  properties: readonly Required<Value>[],
): Properties<Value> {
  return Object.fromEntries(properties.map(([key, value, why]) => [key, { value, origin: { rmqctl: why } }]));
}

/**
 * The properties that a broker needs, in the order a reader looks for them. What RocketMQ would guess is set:
 * brokerIP1 and brokerIP2, because it may pick a bridge or a NAT address; storePathCommitLog, because its default is
 * ~/store/commitlog up to 4.9.3 whatever the root is.
 */
export function brokerProperties(inputs: BrokerInputs): Properties {
  const { broker, storeRoot } = inputs;
  return required([
    ['brokerClusterName', inputs.cluster, 'the name of the cluster'],
    ['brokerName', broker.name, 'the name of the broker'],
    ['brokerId', String(broker.id), 'the place in the broker: the master is 0'],
    ['brokerRole', brokerRole(inputs), 'the mode of the cluster, and the place in the broker'],
    ['listenPort', String(inputs.listenPort), 'the port of the instance'],
    ['brokerIP1', inputs.address, 'the address that clients dial'],
    ['brokerIP2', inputs.haAddress, 'the address that slaves dial'],
    ['namesrvAddr', inputs.namesrvAddrs.join(';'), 'the name servers of the cluster'],
    ['storePathRootDir', storeRoot, 'the store of the instance'],
    ['storePathCommitLog', commitLogOf(storeRoot), 'the commit log is in the store'],
    ['flushDiskType', isSyncMaster(inputs) ? 'SYNC_FLUSH' : 'ASYNC_FLUSH', 'the mode of the cluster'],
    ...replication(inputs),
  ]);
}

/**
 * The properties that a name server needs. kvConfigPath is set because its default, ~/namesrv, is shared by every name
 * server of a user; configStorePath is the file itself (NamesrvStartup sets it to what -c names).
 * @param inputs stateDir: absolute path of a directory of this name server alone
 */
export function namesrvProperties(inputs: {
  readonly listenPort: number;
  readonly stateDir: string;
}): Properties {
  return required([
    ['listenPort', String(inputs.listenPort), 'the port of the instance'],
    ['kvConfigPath', `${inputs.stateDir}/kvConfig.json`, 'the state of this name server, apart from others'],
  ]);
}

function isSyncMaster({ mode, broker }: BrokerInputs): boolean {
  return mode === 'sync' && isMaster({ broker });
}

function brokerRole(inputs: BrokerInputs): string {
  if (isSlave(inputs)) return 'SLAVE';
  return isSyncMaster(inputs) ? 'SYNC_MASTER' : 'ASYNC_MASTER';
}

/** What 5.x needs for the same words to mean what they meant on 4.x (Release says why). */
function replication({ release, mode, broker, replicas }: BrokerInputs): Required[] {
  const counted: Required[] = [
    ['totalReplicas', String(replicas), 'the members of the broker'],
    ['inSyncReplicas', '2', 'in mode sync a master awaits one slave'],
  ];
  const readable: Required[] = [
    ['slaveReadEnable', 'true', 'clients read from a slave when its master is busy'],
  ];
  return [
    ...(release.syncNeedsInSyncReplicas && mode === 'sync' ? counted : []),
    ...(release.slaveNeedsReadEnable && isSlave({ broker }) ? readable : []),
  ];
}
