import type { Text } from '../../redaction/secret.ts';
import type { BrokerMember, Properties } from '../../model/instance.ts';
import type { Mode } from '../../model/topology.ts';
import type { Release } from '../releases.ts';
import { isMaster, isSlave } from '../../model/broker.ts';
import { commitLogOf } from '../../model/paths.ts';

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
  /** what the inventory sets for it, as written */
  readonly properties: Properties;
}

type Property = [key: string, value: Text];

/**
 * The properties of a broker, in the order a reader looks for them. What RocketMQ would guess is written out:
 * brokerIP1 and brokerIP2, because it may pick a bridge or a NAT address; storePathCommitLog, because its default is
 * ~/store/commitlog up to 4.9.3 whatever the root is.
 * @returns keys and values; values of the inventory replace the defaults in place, its other keys follow
 */
export function brokerProperties(inputs: BrokerInputs): Property[] {
  const { broker, storeRoot } = inputs;
  return withInventory(
    [
      ['brokerClusterName', inputs.cluster],
      ['brokerName', broker.name],
      ['brokerId', String(broker.id)],
      ['brokerRole', brokerRole(inputs)],
      ['listenPort', String(inputs.listenPort)],
      ['brokerIP1', inputs.address],
      ['brokerIP2', inputs.haAddress],
      ['namesrvAddr', inputs.namesrvAddrs.join(';')],
      ['storePathRootDir', storeRoot],
      ['storePathCommitLog', commitLogOf(storeRoot)],
      ['flushDiskType', isSyncMaster(inputs) ? 'SYNC_FLUSH' : 'ASYNC_FLUSH'],
      ...replication(inputs),
    ],
    inputs.properties,
  );
}

/**
 * The properties of a name server. kvConfigPath is written out because its default, ~/namesrv, is shared by every name
 * server of a user; configStorePath is the file itself (NamesrvStartup sets it to what -c names).
 * @param inputs stateDir: absolute path of a directory of this name server alone
 */
export function namesrvProperties(inputs: {
  readonly listenPort: number;
  readonly stateDir: string;
  readonly properties?: Properties;
}): Property[] {
  return withInventory(
    [
      ['listenPort', String(inputs.listenPort)],
      ['kvConfigPath', `${inputs.stateDir}/kvConfig.json`],
    ],
    inputs.properties ?? {},
  );
}

function isSyncMaster({ mode, broker }: BrokerInputs): boolean {
  return mode === 'sync' && isMaster({ broker });
}

function brokerRole(inputs: BrokerInputs): string {
  if (isSlave(inputs)) return 'SLAVE';
  return isSyncMaster(inputs) ? 'SYNC_MASTER' : 'ASYNC_MASTER';
}

/** What 5.x needs for the same words to mean what they meant on 4.x (Release says why). */
function replication({ release, mode, broker, replicas }: BrokerInputs): Property[] {
  const counted: Property[] = [
    ['totalReplicas', String(replicas)],
    ['inSyncReplicas', '2'],
  ];
  const readable: Property[] = [['slaveReadEnable', 'true']];
  return [
    ...(release.syncNeedsInSyncReplicas && mode === 'sync' ? counted : []),
    ...(release.slaveNeedsReadEnable && isSlave({ broker }) ? readable : []),
  ];
}

function withInventory(defaults: readonly Property[], properties: Properties): Property[] {
  return [...new Map([...defaults, ...Object.entries(properties)])];
}
