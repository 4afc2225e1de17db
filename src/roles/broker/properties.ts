import { findingAt, type RuleFinding } from '../../inventory/diagnostic.ts';
import type { Path } from '../../inventory/path.ts';
import { quoted } from '../../inventory/schema/quoted.ts';
import type { Rule, RuleContext } from '../../inventory/rule.ts';
import { releaseOf } from '../../rocketmq/releases.ts';
import type { WrittenProperty } from '../../inventory/values.ts';
import { reveal } from '../../redaction/secret.ts';
import { correctionOf } from '../../rocketmq/configuration/corrections.ts';
import { brokersOf, propertyPlaces } from './members.ts';
import { brokerInventory } from './schema.ts';
import { propertyFindings } from '../common/catalogue-findings.ts';
import { isMaster, isSlave } from '../../model/broker.ts';

/** Every broker property of the inventory with its place: what rules about properties look at. */
function writtenProperties({ inventory, properties }: RuleContext): WrittenProperty[] {
  const members = brokersOf(brokerInventory(inventory)).flatMap((broker) => broker.members);
  return propertyPlaces(members).flatMap((place) => properties(place, 'broker'));
}

/** A question about all broker properties of an inventory. */
type PropertyRule = (context: RuleContext, properties: readonly WrittenProperty[]) => readonly RuleFinding[];

/** The keys that follow from the inventory, and where each is set instead: to set one would contradict it. */
export const SET_BY: Readonly<Record<string, string>> = {
  brokerClusterName: 'it is the name in `cluster`',
  brokerName: 'it is the key of `brokers`',
  brokerId: 'it follows from the place in `brokers`: the master is 0, its slaves count from 1',
  brokerRole: 'it follows from `mode` and from the place in `brokers`',
  listenPort: 'set `port` of the master or slave: { host: node1, port: 10911 }',
  haListenPort: 'it is one above `port` of the master or slave',
  brokerIP1: 'set `address` of the host, or of the master or slave',
  brokerIP2: 'set `haAddress` of the master or slave',
  namesrvAddr: 'it follows from `namesrv`',
  storePathRootDir: 'set `paths.store`, or `store` of the master or slave',
  storePathCommitLog: 'it is in the store: set `paths.store`, or `store` of the master or slave',
  rocketmqHome: 'set `paths.home`',
  brokerConfigPath: 'it is the file itself, which rmqctl writes',
  enableDLegerCommitLog: 'it follows from `mode`',
  enableControllerMode: 'it follows from `mode`',
};

/** Keys that guides give and this version ignores without a word. */
const deadKeys: PropertyRule = (context, properties) =>
  properties.flatMap(({ key, path }) => {
    const correction = correctionOf(key, context.inventory.version);
    if (correction === undefined) return [];
    const { renamedTo, reason } = correction;
    const values = { key: quoted(key), reason };
    return renamedTo === undefined
      ? [findingAt('PROPERTY_DEAD', path, values, { part: 'key' })]
      : [findingAt('PROPERTY_RENAMED', path, { ...values, renamed: quoted(renamedTo) }, { part: 'key' })];
  });

/** Keys and values that RocketMQ would silently ignore. */
const catalogued: PropertyRule = (context, properties) =>
  propertyFindings(context, {
    file: 'broker',
    properties,
    setBy: SET_BY,
    correctionOf: (key) => correctionOf(key, context.inventory.version),
  });

/** The properties that apply to masters. */
function ofMasters(properties: readonly WrittenProperty[]): WrittenProperty[] {
  return properties.filter(
    ({ path }) => path[0] !== 'slaveProperties' && !(path[0] === 'brokers' && path[2] === 'slaves'),
  );
}

/**
 * A topic that a client makes by sending lies on the one master that got the first message (TBW102 is on each, the route
 * is taken from the first that answers), and a slip in a topic's name becomes a topic.
 */
const createdTopics: PropertyRule = (context, properties) => {
  const masters = context.drafts.filter(isMaster);
  if (masters.length < 2 || context.topology.hosts.every(({ local }) => local)) return [];
  return ofMasters(properties)
    .filter(({ key, value }) => key === 'autoCreateTopicEnable' && /^true$/i.test(reveal(value ?? '')))
    .map(({ path }) => findingAt('AUTO_CREATE_TOPIC', path, {}));
};

/** 5.x waits for a slave only where inSyncReplicas is at least 2, whatever brokerRole says (release-lines.ts). */
const awaitedSlaves: PropertyRule = (context, properties) => {
  const { mode, version } = context.inventory;
  if (mode !== 'sync' || !context.knownVersion(version) || !releaseOf(version).syncNeedsInSyncReplicas)
    return [];
  return ofMasters(properties)
    .filter(({ key, value }) => key === 'inSyncReplicas' && Number(reveal(value ?? '2')) < 2)
    .map(({ path, value }) => findingAt('SYNC_NOT_AWAITED', path, { value: String(value), version }));
};

/** What RocketMQ takes for an address (BrokerController.initialize): anything shorter is as if it were not there. */
const SHORTEST_ADDRESS = 6;

/** A slave of 5.x that is told where its master is never finds it (releases.ts). */
const toldMaster: PropertyRule = ({ inventory, drafts, knownVersion }, properties) => {
  const { version } = inventory;
  if (!knownVersion(version) || releaseOf(version).slaveCanBeToldMaster) return [];
  const slaves = drafts.filter(isSlave);
  const reachesSlave = ([top, name, part]: Path): boolean =>
    top === 'brokers'
      ? part !== 'master' && slaves.some(({ broker }) => broker?.name === name)
      : top !== 'masterProperties' && slaves.length > 0;
  return properties
    .filter(({ key, value, path }) => {
      const isAddress = reveal(value ?? '').length >= SHORTEST_ADDRESS;
      return key === 'haMasterAddress' && isAddress && reachesSlave(path);
    })
    .map(({ path }) => findingAt('SLAVE_TOLD_MASTER', path, { version }, { part: 'key' }));
};

const RULES: readonly PropertyRule[] = [deadKeys, catalogued, createdTopics, awaitedSlaves, toldMaster];

/** The findings about broker properties, wherever the inventory sets them. */
export const brokerPropertyRules: Rule = (context) => {
  const properties = writtenProperties(context);
  return RULES.flatMap((rule) => rule(context, properties));
};
