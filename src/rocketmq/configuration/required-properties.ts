import type { Properties } from '../../model/property.ts';
import { isMaster, isSlave, membersOf } from '../../model/broker.ts';
import type { BrokerMember, Instance } from '../../model/instance.ts';
import { commitLogOf } from '../../model/paths.ts';
import type { Topology } from '../../model/topology.ts';
import type { Release } from '../releases.ts';

/** A broker's member in its cluster, as its role describes it. */
interface Member {
  readonly instance: Pick<Instance, 'broker' | 'port' | 'address' | 'haAddress'>;
  readonly topology: Pick<Topology, 'cluster' | 'mode' | 'instances'>;
  readonly release: Pick<Release, 'syncNeedsInSyncReplicas' | 'slaveNeedsReadEnable'>;
  /** host:port of each */
  readonly nameServers: readonly string[];
}

/** A property that rmqctl sets, and why. */
type Required<Value extends string | number = string> = readonly [key: string, value: Value, why: string];

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
export function brokerProperties(member: Member, broker: BrokerMember, store: string): Properties {
  const { instance, topology, nameServers } = member;
  const isSyncMaster = topology.mode === 'sync' && isMaster({ broker });
  const masterRole = isSyncMaster ? 'SYNC_MASTER' : 'ASYNC_MASTER';
  const role = isSlave({ broker }) ? 'SLAVE' : masterRole;
  return required([
    ['brokerClusterName', topology.cluster, 'the name of the cluster'],
    ['brokerName', broker.name, 'the name of the broker'],
    ['brokerId', String(broker.id), 'the place in the broker: the master is 0'],
    ['brokerRole', role, 'the mode of the cluster, and the place in the broker'],
    ['listenPort', String(instance.port), 'the port of the instance'],
    ['brokerIP1', instance.address, 'the address that clients dial'],
    ['brokerIP2', instance.haAddress, 'the address that slaves dial'],
    ['namesrvAddr', nameServers.join(';'), 'the name servers of the cluster'],
    ['storePathRootDir', store, 'the store of the instance'],
    ['storePathCommitLog', commitLogOf(store), 'the commit log is in the store'],
    ['flushDiskType', isSyncMaster ? 'SYNC_FLUSH' : 'ASYNC_FLUSH', 'the mode of the cluster'],
    ...replication(member),
  ]);
}

/**
 * The properties that a name server needs. kvConfigPath is set because its default, ~/namesrv, is shared by every name
 * server of a user; configStorePath is the file itself (NamesrvStartup sets it to what -c names).
 * @param stateDir absolute path of a directory of this name server only
 */
export function namesrvProperties(listenPort: number, stateDir: string): Properties {
  return required([
    ['listenPort', String(listenPort), 'the port of the instance'],
    ['kvConfigPath', `${stateDir}/kvConfig.json`, 'the state of this name server, apart from others'],
  ]);
}

/** The properties with which 5.x replicates as 4.x does (VersionFacts says why). */
function replication({ instance, topology, release }: Member): Required[] {
  const replicas = membersOf(topology, instance).length;
  const counted: Required[] = [
    ['totalReplicas', String(replicas), 'the members of the broker'],
    ['inSyncReplicas', '2', 'in mode sync a master awaits one slave'],
  ];
  const readable: Required[] = [
    ['slaveReadEnable', 'true', 'clients read from a slave when its master is busy'],
  ];
  return [
    ...(release.syncNeedsInSyncReplicas && topology.mode === 'sync' ? counted : []),
    ...(release.slaveNeedsReadEnable && isSlave(instance) ? readable : []),
  ];
}
