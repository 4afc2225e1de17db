import { error, type Finding, warning } from '../inventory/diagnostic.ts';
import { type Path, valueAt } from '../inventory/path.ts';
import { quoted } from '../inventory/quoted.ts';
import type { Rule, RuleContext } from '../inventory/rule.ts';
import type { OWNED_BROKER_KEYS } from '../rocketmq/broker-config.ts';
import { correctionOf } from '../topology/property-corrections.ts';
import { brokersOf } from './broker-members.ts';
import { propertyPlaces } from './broker-properties.ts';
import { brokerInventory } from './broker-schema.ts';

interface Property {
  readonly key: string;
  /** as written; undefined where it is no scalar */
  readonly value: string | undefined;
  readonly path: Path;
}

/** Every broker property of the inventory with its place: what rules about properties look at. */
export function writtenProperties({ inventory, written }: RuleContext): Property[] {
  const members = brokersOf(brokerInventory(inventory)).flatMap((broker) => broker.members);
  return propertyPlaces(members).flatMap((place) =>
    Object.keys(valueAt(inventory, place) ?? {}).map((key) => {
      const path = [...place, key];
      return { key, value: written(path), path };
    }),
  );
}

/** Where each key that follows from the inventory is set instead. */
const SET_BY: Readonly<Record<(typeof OWNED_BROKER_KEYS)[number], string>> = {
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
  storePathCommitLog: 'it lies in the store: set `paths.store`, or `store` of the master or slave',
};

function isOwned(key: string): key is keyof typeof SET_BY {
  return Object.hasOwn(SET_BY, key);
}

function asKey(finding: Finding): Finding {
  return { ...finding, part: 'key' };
}

const ownedKeys: Rule = (context) =>
  writtenProperties(context).flatMap(({ key, path }) =>
    isOwned(key)
      ? [asKey(error('PROPERTY_OWNED', path, `${quoted(key)} cannot be set as a property`, SET_BY[key]))]
      : [],
  );

/** Keys that guides give and this version ignores without a word. */
const deadKeys: Rule = (context) =>
  writtenProperties(context).flatMap(({ key, path }) => {
    const correction = correctionOf(key, context.inventory.version);
    if (correction === undefined) return [];
    const { renamedTo, reason } = correction;
    const done = renamedTo === undefined ? 'left out' : `written as ${quoted(renamedTo)}`;
    const hint = renamedTo === undefined ? 'remove it' : `rename it to ${quoted(renamedTo)}`;
    const code = renamedTo === undefined ? 'PROPERTY_DEAD' : 'PROPERTY_RENAMED';
    return [asKey(warning(code, path, `${quoted(key)} is ${done}: ${reason}`, hint))];
  });

const keyNames: Rule = (context) =>
  writtenProperties(context)
    .filter(({ key }) => !/^[A-Za-z][A-Za-z0-9._-]*$/.test(key))
    .map(({ key, path }) =>
      asKey(
        error('PROPERTY_NAME', path, `${quoted(key)} is not the name of a property`, 'letters and digits'),
      ),
    );

/** RocketMQ reads properties as ISO 8859-1, and neither trims a value nor tells one that it cannot parse. */
const values: Rule = (context) =>
  writtenProperties(context).flatMap(({ key, value, path }) => {
    const fault = (what: string, hint: string): Finding[] => [
      error('PROPERTY_VALUE', path, `the value of ${quoted(key)} ${what}`, hint),
    ];
    if (value === undefined) return [];
    if (/[\r\n]/.test(value)) return fault('has a line break in it', 'write it in one line');
    if (value !== value.trim()) {
      return fault(
        'begins or ends with a blank, which RocketMQ would take for a part of it',
        'remove the blank',
      );
    }
    if (/[^\x20-\x7E]/.test(value))
      return fault('has a character in it that is not ASCII', 'use ASCII characters');
    return [];
  });

/** The rules of `properties`, wherever they stand; what a version knows and which values it takes is asked elsewhere. */
export const brokerPropertyRules: readonly Rule[] = [keyNames, ownedKeys, deadKeys, values];
