import { describe, expect, it } from 'vitest';
import { CATALOGUE, keysOf, livesOf } from '../../src/rocketmq/catalogue/catalogue.ts';
import { type PropertyType, wordsOf } from '../../src/rocketmq/catalogue/row.ts';
import { SET_BY } from '../../src/roles/broker/properties.ts';
import { releaseOf, VERSIONS } from '../../src/rocketmq/releases.ts';
import { correctionOf } from '../../src/rocketmq/configuration/corrections.ts';
import { brief, marked, read, SOUND, sound } from '../sample/inventories.ts';
import { withoutOrigins } from '../sample/properties.ts';

/** A value that the loader reads, by type. */
const VALUES: Readonly<Record<PropertyType, string>> = {
  String: 'x',
  int: '04',
  long: '9007199254740993',
  double: '0.5',
  boolean: 'false',
  BrokerRole: 'SLAVE',
  FlushDiskType: 'SYNC_FLUSH',
  MessageRequestMode: 'POP',
  MetricsExporterType: 'PROM',
  TieredStorageLevel: 'FORCE',
};

/** Every key that any row names, the removed ones and those without a setter too. */
const EVERY = [
  ...new Set(
    CATALOGUE.flatMap(({ broker }) => Object.values(broker ?? {}).flatMap((words) => wordsOf(words))),
  ),
];

/** SOUND of a version with properties below it, the first in line 12. */
function withProperties(version: string, properties: readonly (readonly [string, string])[]): string {
  const lines = properties.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
  return `${sound('4.9.8', version)}properties:\n${lines.join('\n')}\n`;
}

describe.each(VERSIONS.map((version) => [version]))('RocketMQ %s', (version) => {
  const { types, unsettable } = keysOf('broker', version);
  const isOwned = (key: string): boolean => Object.hasOwn(SET_BY, key);
  const settable = [...types].filter(([key]) => !isOwned(key) && key !== 'inSyncReplicas');

  it('takes each of its keys as it is, with a value of its type', () => {
    const { topology, diagnostics } = read(
      withProperties(
        version,
        settable.map(([key, type]) => [key, VALUES[type]]),
      ),
    );
    expect(diagnostics.filter(({ code }) => code.startsWith('PROPERTY'))).toEqual([]);
    const master = topology!.instances.find(({ name }) => name === 'broker-a');
    expect(withoutOrigins(master!.properties)).toEqual(
      Object.fromEntries(settable.map(([key, type]) => [key, VALUES[type]])),
    );
  });

  it('refuses each key of another release, and each value that its loader would drop', () => {
    const foreign = EVERY.filter(
      (key) =>
        !types.has(key) &&
        !isOwned(key) &&
        correctionOf(key, version) === undefined &&
        (livesOf('broker', key).length > 0 || unsettable.has(key)),
    );
    const misread = settable.filter(([, type]) => type !== 'String');
    const { diagnostics } = read(
      withProperties(version, [
        ...foreign.map((key): [string, string] => [key, 'x']),
        ...misread.map(([key]): [string, string] => [key, 'yes!']),
      ]),
    );
    const told = new Map(
      diagnostics.filter(({ code }) => code.startsWith('PROPERTY')).map((d) => [d.line, d.code]),
    );
    const refused = foreign.map((_, index) => told.get(12 + index));
    expect(
      refused.filter((code) => code !== 'PROPERTY_OTHER_VERSION' && code !== 'PROPERTY_UNSETTABLE'),
    ).toEqual([]);
    const dropped = misread.map((_, index) => told.get(12 + foreign.length + index));
    expect(dropped.filter((code) => code !== 'PROPERTY_VALUE')).toEqual([]);
    expect(told.size).toBe(foreign.length + misread.length);
  });

  it('has the one spelling of mappedFileSize that the release says', () => {
    expect(types.has(releaseOf(version).mappedFileSizeKey)).toBe(true);
  });

  it('corrects no key that it reads, and none to a key that it does not', () => {
    expect([...types.keys()].filter((key) => correctionOf(key, version) !== undefined)).toEqual([]);
    const corrected = EVERY.flatMap((key) => correctionOf(key, version)?.renamedTo ?? []);
    expect(corrected.filter((key) => !types.has(key))).toEqual([]);
  });
});

interface Case {
  readonly name: string;
  readonly version?: string;
  readonly property: string;
  readonly found: string;
  readonly under?: string;
  readonly says?: RegExp;
  readonly hint?: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'a slip, with the nearest',
    property: 'sendMessageThreadPoolNum: 8',
    found: '12:3 error PROPERTY_UNKNOWN',
    under: 'sendMessageThreadPoolNum',
    says: /not a property of a broker: RocketMQ 4\.9\.8 would ignore it/,
    hint: /did you mean `sendMessageThreadPoolNums`/,
  },
  {
    name: 'a slip of a key that is set elsewhere',
    property: 'nameSrvAddr: a:9876',
    found: '12:3 error PROPERTY_UNKNOWN',
    hint: /did you mean `namesrvAddr`/,
  },
  { name: 'a word', property: 'colour: red', found: '12:3 error PROPERTY_UNKNOWN', hint: /remove it/ },
  {
    name: 'of 5.x',
    property: 'minInSyncReplicas: 2',
    found: '12:3 error PROPERTY_OTHER_VERSION',
    under: 'minInSyncReplicas',
    says: /is a property of RocketMQ 5\.0\.0 and newer/,
  },
  {
    name: 'of 4.x',
    version: '5.3.3',
    property: 'haSlaveFallbehindMax: 1',
    found: '12:3 error PROPERTY_OTHER_VERSION',
    says: /is a property of RocketMQ 3\.2\.6 to 4\.9\.8/,
    hint: /haMaxGapNotInSync/,
  },
  {
    name: 'that came, went and came back',
    version: '5.1.4',
    property: 'configBlackList: a',
    found: '12:3 error PROPERTY_OTHER_VERSION',
    says: /a property of RocketMQ 4\.9\.8 and 5\.2\.0 and newer/,
  },
  {
    name: 'that was a JVM option',
    property: 'diskSpaceWarningLevelRatio: 90',
    found: '12:3 error PROPERTY_OTHER_VERSION',
    hint: /-Drocketmq\.broker\.diskSpaceWarningLevelRatio/,
  },
  {
    name: 'without a setter',
    version: '5.3.3',
    property: 'timerWarmEnable: true',
    found: '12:3 error PROPERTY_UNSETTABLE',
  },
  {
    name: 'yes for true',
    property: 'slaveReadEnable: yes',
    found: '12:20 error PROPERTY_VALUE',
    under: 'yes',
    says: /must be true or false, not `yes` \(RocketMQ would silently use false\)$/,
    hint: /write `true`/,
  },
  {
    name: 'a number with a blank',
    property: 'fileReservedTime: "10 "',
    found: '12:21 error PROPERTY_VALUE',
    under: '"10 "',
    hint: /remove the space/,
  },
  {
    name: 'a number with a unit',
    property: 'fileReservedTime: 72h',
    found: '12:21 error PROPERTY_VALUE',
    says: /silently keep the default/,
  },
  {
    name: 'an enumeration in small letters',
    property: 'flushDiskType: sync_flush',
    found: '12:18 error PROPERTY_VALUE',
    hint: /write `SYNC_FLUSH`/,
  },
  {
    name: 'more than an int holds',
    property: 'mappedFileSizeCommitLog: 4294967296',
    found: '12:28 error PROPERTY_VALUE',
    says: /-2147483648 to 2147483647/,
  },
  {
    name: 'a spelling that one expects',
    property: 'warmMappedFileEnable: true',
    found: '12:3 warning PROPERTY_RENAMED',
    hint: /`warmMapedFileEnable`/,
  },
  {
    name: 'a wrong value under the spelling of before 4.5.2',
    property: 'mapedFileSizeCommitLog: 1g',
    found: '12:27 error PROPERTY_VALUE',
  },
  { name: 'dead', property: 'checkTransactionMessageEnable: true', found: '12:3 warning PROPERTY_DEAD' },
  {
    name: 'of DLedger',
    property: 'enableDLegerCommitLog: true',
    found: '12:3 error PROPERTY_OWNED',
    hint: /follows from `mode`/,
  },
];

describe('a property', () => {
  it.each(CASES)('$name', ({ version = '4.9.8', property, found, under, says, hint }) => {
    const { diagnostics } = read(`${sound('4.9.8', version)}properties:\n  ${property}\n`);
    const told = diagnostics.filter(({ code }) => code.startsWith('PROPERTY'));
    expect(brief(told)).toContain(found);
    const first = told.find((diagnostic) => brief([diagnostic])[0] === found)!;
    if (under !== undefined) expect(marked(first)).toBe(under);
    if (says !== undefined) expect(first.message).toMatch(says);
    if (hint !== undefined) expect(first.hint).toMatch(hint);
  });

  it('of an unknown release is not judged', () => {
    const { diagnostics } = read(`${sound('4.9.8', '6.0.0')}properties: { colour: red }\n`);
    expect(brief(diagnostics)).toEqual(['2:10 error VERSION_UNKNOWN']);
  });
});

describe('a property of a name server', () => {
  const withProperty = (property: string, version = '4.9.8'): string =>
    sound(
      'namesrv: [node1, node2]',
      `namesrv: [node1, { host: node2, properties: { ${property} } }]`,
    ).replace('4.9.8', version);

  it('is rendered as written', () => {
    const { topology } = read(withProperty('clusterTest: true, serverWorkerThreads: 04'));
    const [first, second] = topology!.instances;
    expect(first!.properties).toEqual({});
    expect(withoutOrigins(second!.properties)).toEqual({ clusterTest: 'true', serverWorkerThreads: '04' });
  });

  it.each([
    ['of a broker', 'fileReservedTime: 72', '4.9.8', '7:47 error PROPERTY_UNKNOWN'],
    ['of 5.x', 'needWaitForService: true', '4.9.8', '7:47 error PROPERTY_OTHER_VERSION'],
    ['with another value', 'clusterTest: yes', '4.9.8', '7:60 error PROPERTY_VALUE'],
    ['that is set elsewhere', 'listenPort: 9877', '4.9.8', '7:47 error PROPERTY_OWNED'],
    ['that would share its state', 'kvConfigPath: /x', '5.3.3', '7:47 error PROPERTY_OWNED'],
  ])('%s', (_, property, version, found) => {
    expect(brief(read(withProperty(property, version)).diagnostics)).toEqual([found]);
  });
});

describe('what RocketMQ makes of sound properties', () => {
  const masters = (property: string): string => `${SOUND}${property}\n`;

  it.each([
    [
      'topics made by sending, with several masters',
      masters('properties: { autoCreateTopicEnable: true }'),
      ['11:38 warning AUTO_CREATE_TOPIC'],
    ],
    ['no such topics', masters('properties: { autoCreateTopicEnable: false }'), []],
    ['slaves make no topics', masters('slaveProperties: { autoCreateTopicEnable: true }'), []],
    [
      'topics made by sending, with one master',
      sound('  broker-b: [node2, node1]\n', 'properties: { autoCreateTopicEnable: true }\n'),
      [],
    ],
    [
      '5.x in mode sync that awaits no slave',
      `${sound('4.9.8', '5.3.3')}masterProperties: { inSyncReplicas: 1 }\n`,
      ['11:37 warning SYNC_NOT_AWAITED'],
    ],
    ['5.x in mode sync that awaits one', `${sound('4.9.8', '5.3.3')}properties: { inSyncReplicas: 2 }\n`, []],
    [
      'a slave of 5.x that is told its master',
      `${sound('4.9.8', '5.3.3')}slaveProperties: { haMasterAddress: "10.0.0.1:10912" }\n`,
      ['11:20 warning SLAVE_TOLD_MASTER'],
    ],
    [
      'one slave of them',
      sound('4.9.8', '5.5.0').replace(
        '[node2, node1]',
        '{ master: node2, slaves: [{ host: node1, properties: { haMasterAddress: "10.0.0.2:10912" } }] }',
      ),
      ['10:68 warning SLAVE_TOLD_MASTER'],
    ],
    [
      'masters that are told one, and a slave that is told nothing',
      `${sound('4.9.8', '5.5.0').replace(
        '[node2, node1]',
        '{ master: { host: node2, properties: { haMasterAddress: "10.0.0.2:1" } }, slaves: [node1], properties: { haMasterAddress: "" } }',
      )}masterProperties: { haMasterAddress: "10.0.0.2:1" }\n`,
      [],
    ],
    [
      'a slave of 4.x that is told its master',
      `${SOUND}properties: { haMasterAddress: "10.0.0.1:10912" }\n`,
      [],
    ],
    [
      '5.x in mode async',
      `${sound('4.9.8', '5.3.3').replace('sync', 'async')}properties: { inSyncReplicas: 1 }\n`,
      [],
    ],
  ])('%s', (_, text, found) => {
    expect(brief(read(text).diagnostics)).toEqual(found);
  });
});
