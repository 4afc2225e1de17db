import { ExitCode, RmqctlError } from '../errors.ts';
import type { BrokerMember, Mode } from '../topology/topology.ts';
import type { Release } from './releases.ts';

/** Keys that follow from the topology: an inventory that sets one of them contradicts itself. */
export const OWNED_BROKER_KEYS = [
  'brokerClusterName',
  'brokerName',
  'brokerId',
  'brokerRole',
  'listenPort',
  'haListenPort',
  'brokerIP1',
  'brokerIP2',
  'namesrvAddr',
  'storePathRootDir',
  'storePathCommitLog',
  'rocketmqHome',
  'brokerConfigPath',
  'enableDLegerCommitLog',
  'enableControllerMode',
] as const;

/** The same for name servers. */
export const OWNED_NAMESRV_KEYS = ['listenPort', 'kvConfigPath', 'configStorePath', 'rocketmqHome'] as const;

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
  readonly properties: Readonly<Record<string, string>>;
}

type Property = [key: string, value: string];

/**
 * The properties of a broker, in the order a reader looks for them. What RocketMQ would guess is written out:
 * brokerIP1 and brokerIP2, because it may pick a bridge or a NAT address; storePathCommitLog, because its default is
 * ~/store/commitlog up to 4.9.3 whatever the root is.
 * @returns keys and values; values of the inventory replace the defaults in place, its other keys follow
 * @throws RmqctlError PROPERTY_OWNED when the inventory sets a key of OWNED_BROKER_KEYS
 */
export function brokerProperties(inputs: BrokerInputs): Property[] {
  refuseOwned(inputs.properties, OWNED_BROKER_KEYS);
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
      ['storePathCommitLog', `${storeRoot}/commitlog`],
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
 * @throws RmqctlError PROPERTY_OWNED as above
 */
export function namesrvProperties(inputs: {
  readonly listenPort: number;
  readonly stateDir: string;
  readonly properties?: Readonly<Record<string, string>>;
}): Property[] {
  const properties = inputs.properties ?? {};
  refuseOwned(properties, OWNED_NAMESRV_KEYS);
  return withInventory(
    [
      ['listenPort', String(inputs.listenPort)],
      ['kvConfigPath', `${inputs.stateDir}/kvConfig.json`],
    ],
    properties,
  );
}

function isSyncMaster({ mode, broker }: BrokerInputs): boolean {
  return mode === 'sync' && broker.kind === 'master';
}

function brokerRole(inputs: BrokerInputs): string {
  if (inputs.broker.kind === 'slave') return 'SLAVE';
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
    ...(release.slaveNeedsReadEnable && broker.kind === 'slave' ? readable : []),
  ];
}

function withInventory(
  defaults: readonly Property[],
  properties: Readonly<Record<string, string>>,
): Property[] {
  return [...new Map([...defaults, ...Object.entries(properties)])];
}

function refuseOwned(properties: Readonly<Record<string, string>>, owned: readonly string[]): void {
  const key = owned.find((candidate) => Object.hasOwn(properties, candidate));
  if (key === undefined) return;
  throw new RmqctlError(
    'PROPERTY_OWNED',
    `the property ${key} follows from the inventory and cannot be set by hand`,
    {
      hint: `remove ${key} from the properties`,
      exit: ExitCode.inventory,
    },
  );
}
