import { describe, expect, it } from 'vitest';
import { brief, marked, read, SOUND, sound } from '../../sample/inventories.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly found: readonly string[];
  /** of the first */
  readonly under?: string;
  readonly says?: RegExp;
  readonly hint?: RegExp;
}

/** SOUND with both hosts replaced by the given entries. */
function hosts(node1: string, node2 = '10.0.0.2'): string {
  return sound('node1: 10.0.0.1', `node1: ${node1}`).replace('node2: 10.0.0.2', `node2: ${node2}`);
}

/** SOUND with the given line after it, which is line 11. */
function and(line: string): string {
  return `${SOUND}${line}\n`;
}

/** SOUND with the members of broker-a in line 9 in long form. */
function brokerA(body: string): string {
  return sound('broker-a: [node1, node2]', `broker-a: ${body}`);
}

const LOCAL = `cluster: shop
version: 4.9.8
mode: async
hosts: { here: local }
namesrv: [here]
brokers: { broker-a: [here, here] }
`;

const FAMILIES: Readonly<Record<string, readonly Case[]>> = {
  names: [
    {
      name: 'a cluster with a blank',
      text: sound('cluster: shop', 'cluster: my shop'),
      found: ['1:10 error NAME_INVALID'],
      under: 'my shop',
      hint: /`my-shop`/,
    },
    {
      name: 'a name that would be an option',
      text: sound('cluster: shop', 'cluster: -shop'),
      found: ['1:10 error NAME_INVALID'],
      hint: /`shop`/,
    },
    {
      name: 'a broker with a dollar',
      text: sound('broker-b:', 'broker$b:'),
      found: ['10:3 error NAME_INVALID'],
      under: 'broker$b',
    },
    {
      name: 'a host with a slash',
      text: sound('node2: 10', 'a/b: 10').replaceAll('node2', 'a/b'),
      found: ['6:3 error NAME_INVALID'],
    },
    {
      name: 'a name longer than a unit file can have',
      text: sound('cluster: shop', `cluster: ${'x'.repeat(61)}`),
      found: ['1:10 error NAME_TOO_LONG'],
    },
    {
      name: 'a broker that is called like a slave',
      text: sound('broker-b:', 'broker-a-s:'),
      found: ['10:16 error INSTANCE_TWICE'],
      says: /`broker-a-s`/,
    },
    {
      name: 'a host with two name servers',
      text: sound('namesrv: [node1, node2]', 'namesrv: [node1, node2, node1]'),
      found: ['7:25 error INSTANCE_TWICE'],
      hint: /`node1` is listed twice/,
    },
  ],
  version: [
    {
      name: 'with a v',
      text: sound('4.9.8', 'v4.9.8'),
      found: ['2:10 error VERSION_INVALID'],
      hint: /write `4.9.8`/,
    },
    {
      name: 'a word',
      text: sound('4.9.8', 'latest'),
      found: ['2:10 error VERSION_INVALID'],
      hint: /such as 4.9.4/,
    },
    {
      name: 'no release',
      text: sound('4.9.8', '5.6.0'),
      found: ['2:10 error VERSION_UNKNOWN'],
      hint: /5\.0\.0.*5\.5\.0/,
    },
    {
      name: 'a release newer than the last of its line that is known',
      text: sound('4.9.8', '4.9.9'),
      found: ['2:10 note VERSION_LIKE_OLDER'],
      says: /like 4\.9\.8/,
    },
    {
      name: 'known vulnerabilities',
      text: sound('4.9.8', '4.9.4'),
      found: ['2:10 warning VERSION_VULNERABLE', '2:10 warning VERSION_VULNERABLE'],
      says: /4\.9\.4 has CVE-2023-33246/,
      hint: /upgrade to 4\.9\.8/,
    },
    {
      name: 'the name server alone vulnerable',
      text: sound('4.9.8', '4.9.6'),
      found: ['2:10 warning VERSION_VULNERABLE'],
      says: /CVE-2023-37582/,
    },
    { name: 'vulnerable 5.x', text: sound('4.9.8', '5.1.1'), found: ['2:10 warning VERSION_VULNERABLE'] },
    { name: 'sound 5.x', text: sound('4.9.8', '5.3.3'), found: [] },
  ],
  hosts: [
    {
      name: 'one that is not there, with the nearest',
      text: sound('namesrv: [node1, node2]', 'namesrv: [node1, nodde2]'),
      found: ['7:18 error UNKNOWN_HOST'],
      under: 'nodde2',
      hint: /did you mean `node2`/,
    },
    {
      name: 'one that could be any: all of them',
      text: sound('namesrv: [node1, node2]', 'namesrv: [node1, node3]'),
      found: ['7:18 error UNKNOWN_HOST'],
      hint: /the hosts are node1 and node2/,
    },
    {
      name: 'an address in place of a name',
      text: sound('namesrv: [node1, node2]', 'namesrv: [node1, 10.0.0.2]'),
      found: ['7:18 error UNKNOWN_HOST'],
      hint: /use its name, `node2`/,
    },
    {
      name: 'a name that every object of JavaScript has',
      text: sound('namesrv: [node1, node2]', 'namesrv: [node1, constructor]'),
      found: ['7:18 error UNKNOWN_HOST'],
    },
    {
      name: 'unknown in a long form',
      text: brokerA('{ master: { host: nodeX1 }, slaves: [node2] }'),
      found: ['9:31 error UNKNOWN_HOST'],
    },
    {
      name: 'one where nothing runs',
      text: sound('namesrv:', '  node3: 10.0.0.3\nnamesrv:'),
      found: ['7:3 warning UNUSED_HOST'],
      under: 'node3',
    },
    {
      name: 'one address twice',
      text: hosts('10.0.0.2'),
      found: ['6:10 error DUPLICATE_ADDRESS'],
      says: /`node2` and `node1` are the same machine/,
    },
    {
      name: 'one login twice',
      text: hosts('{ address: 10.0.0.1, ssh: { host: gate } }', '{ address: 10.0.0.2, ssh: { host: gate } }'),
      found: ['6:44 error DUPLICATE_LOGIN'],
    },
    {
      name: 'two ports of one gateway',
      text: hosts(
        '{ address: 10.0.0.1, ssh: { host: g, port: 1 } }',
        '{ address: 10.0.0.2, ssh: { host: g, port: 2 } }',
      ),
      found: [],
    },
    {
      name: 'a local one that others cannot reach',
      text: hosts('local'),
      found: ['5:10 error LOCAL_ADDRESS'],
      hint: /node1: \{ address: .*, local: true \}/,
    },
    { name: 'a local one with its address', text: hosts('{ address: 10.0.0.9, local: true }'), found: [] },
    {
      name: 'this machine twice',
      text: hosts('local', 'local'),
      found: ['6:10 error DUPLICATE_ADDRESS'],
    },
    {
      name: 'a long form without address',
      text: hosts('{ memory: 8g }'),
      found: ['5:10 error HOST_ADDRESS'],
    },
    {
      name: 'one name server of two hosts',
      text: sound('namesrv: [node1, node2]', 'namesrv: [node1]'),
      found: ['7:10 warning ONE_NAME_SERVER'],
    },
    {
      name: 'a login that would be an option',
      text: and('ssh: { user: -oProxyCommand=x }'),
      found: ['11:14 error SSH_LOGIN'],
    },
    { name: 'a jump host with a blank', text: and('ssh: { jump: "a b" }'), found: ['11:14 error SSH_LOGIN'] },
  ],
  addresses: [
    { name: 'four numbers, one too large', text: hosts('10.0.0.256'), found: ['5:10 error ADDRESS_INVALID'] },
    { name: 'three numbers', text: hosts('10.0.1'), found: ['5:10 error ADDRESS_INVALID'] },
    { name: 'every address', text: hosts('0.0.0.0'), found: ['5:10 error ADDRESS_INVALID'] },
    {
      name: 'with a port',
      text: hosts('10.0.0.1:22'),
      found: ['5:10 error ADDRESS_INVALID'],
      hint: /remove the port: `10.0.0.1`/,
    },
    { name: 'a name with an underscore', text: hosts('rocket_mq'), found: ['5:10 error ADDRESS_INVALID'] },
    { name: 'IPv6', text: hosts('"fe80::1"'), found: ['5:10 error ADDRESS_IPV6'] },
    { name: 'loopback among several', text: hosts('127.0.0.1'), found: ['5:10 error ADDRESS_LOOPBACK'] },
    { name: 'localhost among several', text: hosts('localhost'), found: ['5:10 error ADDRESS_LOOPBACK'] },
    { name: 'a name', text: hosts('mq1.example.org'), found: [] },
    {
      name: 'of replication',
      text: brokerA('{ master: { host: node1, haAddress: 10.1.0 }, slaves: [node2] }'),
      found: ['9:49 error ADDRESS_INVALID'],
      under: '10.1.0',
    },
  ],
  'mode and brokers': [
    {
      name: 'single with two brokers',
      text: sound('mode: sync', 'mode: single')
        .replace('a: [node1, node2]', 'a: [node1]')
        .replace('[node2, node1]', '[node2]'),
      found: ['10:3 error MODE_BROKERS'],
      hint: /mode: masters/,
    },
    {
      name: 'masters with slaves',
      text: sound('mode: sync', 'mode: masters').replace('a: [node1, node2]', 'a: [node1]'),
      found: ['10:3 error MODE_BROKERS'],
      says: /^mode masters does not fit `broker-b`: it has a slave on `node1`$/,
    },
    {
      name: 'sync without a slave',
      text: brokerA('[node1]'),
      found: ['9:3 error MODE_BROKERS'],
      says: /it has no slave/,
      hint: /add a second host, or use `mode: masters`/,
    },
    {
      name: 'async with an empty list of slaves',
      text: brokerA('{ master: node1, slaves: [] }'),
      found: ['9:3 error MODE_BROKERS'],
    },
    {
      name: 'a slave beside its master',
      text: brokerA('[node1, node1]'),
      found: ['9:21 error SLAVE_WITH_MASTER'],
    },
    {
      name: 'a slave beside its master where there is one machine',
      text: LOCAL,
      found: ['6:29 warning SLAVE_WITH_MASTER'],
    },
    {
      name: 'all masters on one host',
      text: sound('[node2, node1]', '[node1, node2]'),
      found: ['8:1 warning MASTERS_TOGETHER'],
      under: 'brokers',
      says: /all 2 masters are on `node1`/,
    },
    { name: 'one master', text: sound('  broker-b: [node2, node1]\n', ''), found: [] },
    {
      name: 'all members of a broker in one zone',
      text: hosts('{ address: 10.0.0.1, labels: { zone: a } }', '{ address: 10.0.0.2, labels: { zone: a } }'),
      found: ['9:3 warning ONE_ZONE', '10:3 warning ONE_ZONE'],
      under: 'broker-a',
      says: /every member of `broker-a` is in zone `a`/,
    },
    {
      name: 'members in two zones',
      text: hosts('{ address: 10.0.0.1, labels: { zone: a } }', '{ address: 10.0.0.2, labels: { zone: b } }'),
      found: [],
    },
    {
      name: 'a zone of one host alone',
      text: hosts('{ address: 10.0.0.1, labels: { zone: a } }'),
      found: [],
    },
  ],
  ports: [
    {
      name: 'given twice',
      text: brokerA('{ master: { host: node1, port: 12000 }, slaves: [node2] }').replace(
        'broker-b: [node2, node1]',
        'broker-b: { master: node2, slaves: [{ host: node1, port: 12000 }] }',
      ),
      found: ['10:60 error PORT_CLASH'],
      under: '12000',
      says: /`broker-b-s` and `broker-a` both need port 12000 of `node1` \(remoting and remoting\)/,
    },
    {
      name: 'one above another, which is its replication port',
      text: brokerA('{ master: { host: node1, port: 12000 }, slaves: [node2] }').replace(
        'broker-b: [node2, node1]',
        'broker-b: { master: node2, slaves: [{ host: node1, port: 12001 }] }',
      ),
      found: ['10:60 error PORT_CLASH'],
      says: /port 12001 of `node1` \(remoting and replication\)/,
      hint: /`broker-b-s` takes 11999, 12001 and 12002/,
    },
    {
      name: 'the same on two hosts',
      text: brokerA('{ master: { host: node1, port: 12000 }, slaves: [{ host: node2, port: 12000 }] }'),
      found: [],
    },
    {
      name: 'of a name server, taken by a broker',
      text: brokerA('{ master: { host: node1, port: 9878 }, slaves: [node2] }').replace(
        'namesrv: [node1, node2]',
        'namesrv: [{ host: node1, port: 9876 }, node2]',
      ),
      found: ['9:44 error PORT_CLASH'],
      says: /fast remoting and name service/,
    },
    {
      name: 'so low that the fast port does not exist',
      text: brokerA('{ master: { host: node1, port: 2 }, slaves: [node2] }'),
      found: ['9:44 error OUT_OF_RANGE'],
      says: /^port 0 of `broker-a` \(fast remoting, derived from port 2\) does not exist$/,
    },
    {
      name: 'so high that the replication port does not exist',
      text: brokerA('{ master: { host: node1, port: 65535 }, slaves: [node2] }'),
      found: ['9:44 error OUT_OF_RANGE'],
    },
  ],
  paths: [
    {
      name: 'relative',
      text: and('paths: { store: data/mq }'),
      found: ['11:17 error PATH_RELATIVE'],
      hint: /`\/data\/mq`/,
    },
    {
      name: 'of a home directory',
      text: and('paths: { store: ~/mq }'),
      found: ['11:17 error PATH_RELATIVE'],
      hint: /write the home directory as an absolute path/,
    },
    { name: 'with ..', text: and('paths: { logs: /a/../b }'), found: ['11:16 error PATH_INVALID'] },
    {
      name: 'with a blank',
      text: and('paths: { home: /opt/rocket mq }'),
      found: ['11:16 error PATH_INVALID'],
    },
    { name: 'Java, relative', text: and('java: { home: jdk8 }'), found: ['11:15 error PATH_RELATIVE'] },
    { name: 'Java, of the system', text: and('java: { home: /usr/lib/jvm/java-8 }'), found: [] },
    ...['/', '/etc', '/etc/rocketmq', '/usr', '/usr/lib/mq', '/var/log', '/home', '/usr/local/', '/opt'].map(
      (path) => ({
        name: `of the system: ${path}`,
        text: and(`paths: { logs: ${path} }`),
        found: ['11:16 error PATH_OF_SYSTEM'],
      }),
    ),
    ...['/usr/local/mq', '/opt/mq', '/var/log/mq', '/srv/mq', '/etcetera/mq'].map((path) => ({
      name: `beside the system: ${path}`,
      text: and(`paths: { logs: ${path} }`),
      found: [],
    })),
    {
      name: 'the store inside the home',
      text: and('paths: { home: /opt/mq, store: /opt/mq/store }'),
      found: ['11:32 error PATH_NESTED'],
      says: /the store \(`\/opt\/mq\/store`\) is inside the home/,
    },
    {
      name: 'the store inside the home by default',
      text: and('paths: { store: /usr/local/rocketmq-all-4.9.8-bin-release/store }'),
      found: ['11:17 error PATH_NESTED'],
    },
    {
      name: 'logs and store in one',
      text: and('paths: { logs: /mq/, store: /mq }'),
      found: ['11:29 error PATH_NESTED'],
      says: /is also/,
    },
    { name: 'a prefix that is no parent', text: and('paths: { logs: /mq, store: /mq-store }'), found: [] },
    {
      name: 'the store of a slave inside its neighbour’s',
      text: brokerA('{ master: { host: node1, store: /data/mq }, slaves: [node2] }').replace(
        'broker-b: [node2, node1]',
        'broker-b: { master: node2, slaves: [{ host: node1, store: /data/mq/slave }] }',
      ),
      found: ['10:61 error PATH_NESTED'],
      says: /the store of `broker-b-s` .* is inside the store of `broker-a`/,
    },
    {
      name: 'the same stores on two hosts',
      text: brokerA(
        '{ master: { host: node1, store: /data/mq }, slaves: [{ host: node2, store: /data/mq }] }',
      ),
      found: [],
    },
    {
      name: 'a store around the default ones of its host',
      text: `${brokerA('{ master: { host: node1, store: /data/mq }, slaves: [node2] }')}paths: { store: /data/mq/all }\n`,
      found: ['10:21 error PATH_NESTED'],
    },
  ],
  memory: [
    {
      name: 'heaps over the memory that is given',
      text: `${hosts('{ address: 10.0.0.1, memory: 8g }')}heap: { namesrv: 1g, broker: 4g }\n`,
      found: ['11:30 error HEAP_OVER_MEMORY'],
      says: /`node1` need 12032m, but it has 8g \(namesrv-node1 1280m, broker-a 5376m, broker-b-s 5376m\)/,
    },
    {
      name: 'heaps that fit',
      text: `${hosts('{ address: 10.0.0.1, memory: 24g }')}heap: { namesrv: 1g, broker: 4g }\n`,
      found: [],
    },
    {
      name: 'heaps that leave less than half to the page cache',
      text: `${hosts('{ address: 10.0.0.1, memory: 16g }')}heap: { namesrv: 1g, broker: 4g }\n`,
      found: ['11:30 warning HEAP_OVER_HALF'],
      says: /need 12032m, more than half of its 16g/,
    },
    {
      name: 'direct memory over the memory',
      text: `${hosts('{ address: 10.0.0.1, memory: 8g }')}heap: { broker: { size: 1g, direct: 4g } }\n`,
      found: ['11:17 error HEAP_OVER_MEMORY'],
    },
    {
      name: 'a host too small for what we would choose',
      text: hosts('{ address: 10.0.0.1, memory: 1g }'),
      found: ['5:39 warning HEAP_OVER_MEMORY'],
      under: '1g',
    },
    ...['4g', '8g', '16g', '64g'].map((memory) => ({
      name: `what we would choose on ${memory}`,
      text: hosts(`{ address: 10.0.0.1, memory: ${memory} }`),
      found: [],
    })),
    {
      name: 'the heap of one instance over the memory',
      text: brokerA('{ master: { host: node1, heap: 16g }, slaves: [node2] }').replace(
        'node1: 10.0.0.1',
        'node1: { address: 10.0.0.1, memory: 8g }',
      ),
      found: ['9:44 error HEAP_OVER_MEMORY'],
      under: '16g',
    },
    {
      name: 'a young generation as large as the heap',
      text: and('heap: { broker: { size: 1g, young: 1g } }'),
      found: ['11:36 error HEAP_YOUNG'],
    },
    {
      name: 'm where g is meant',
      text: and('heap: { broker: 4m }'),
      found: ['11:17 error HEAP_TOO_SMALL'],
      hint: /did you mean `4g`/,
    },
  ],
  'JVM options': [
    { name: 'no hyphen', text: and('jvm: { broker: [Dx=y] }'), found: ['11:17 error JVM_OPTION'] },
    {
      name: 'two in one',
      text: and('jvm: { broker: ["-Da=b -Dc=d"] }'),
      found: ['11:17 error JVM_OPTION'],
      hint: /one option per list item/,
    },
    {
      name: 'a heap',
      text: and('jvm: { broker: [-Dx=y, -Xmx4g] }'),
      found: ['11:24 warning JVM_OPTION_OVERRIDES_HEAP'],
      hint: /heap: \{ size/,
    },
    {
      name: 'of one instance',
      text: brokerA('{ master: { host: node1, jvm: [-Xmn1g] }, slaves: [node2] }'),
      found: ['9:44 warning JVM_OPTION_OVERRIDES_HEAP'],
      hint: /young/,
    },
  ],
  settings: [
    { name: 'a user with a capital', text: and('user: Rocket'), found: ['11:7 error USER_INVALID'] },
    { name: 'a prefix with a dot', text: and('aliases: rocket.mq'), found: ['11:10 error ALIAS_PREFIX'] },
    {
      name: 'two sources',
      text: and('distribution: { archive: a.zip, source: maven }'),
      found: ['11:41 error DISTRIBUTION_TWICE'],
    },
    {
      name: 'an archive of another kind',
      text: and('distribution: { archive: a.rar }'),
      found: ['11:26 error ARCHIVE_KIND'],
    },
    {
      name: 'a sum of nothing',
      text: and(`distribution: { sha512: ${'ab'.repeat(64)} }`),
      found: ['11:17 error DISTRIBUTION_SUM'],
    },
    {
      name: 'a sum that is too short',
      text: and('distribution: { archive: a.zip, sha512: abc }'),
      found: ['11:41 error BAD_VALUE'],
    },
  ],
  properties: [
    ...[
      'brokerId',
      'brokerRole',
      'brokerName',
      'brokerClusterName',
      'listenPort',
      'haListenPort',
      'brokerIP1',
    ].map((key) => ({
      name: `${key}, which follows from the inventory`,
      text: and(`properties: { ${key}: 1 }`),
      found: ['11:15 error PROPERTY_OWNED'],
      under: key,
    })),
    {
      name: 'an owned one tells where it is set',
      text: and('properties: { brokerIP2: 10.1.0.1 }'),
      found: ['11:15 error PROPERTY_OWNED'],
      hint: /set `haAddress`/,
    },
    {
      name: 'wherever they stand',
      text: `${brokerA('{ master: { host: node1, properties: { brokerId: 1 } }, slaves: [node2], properties: { brokerId: 2 } }')}slaveProperties: { brokerId: 3 }\nmasterProperties: { brokerId: 4 }\n`,
      found: ['9:52', '9:100', '11:20', '12:21'].map((at) => `${at} error PROPERTY_OWNED`),
    },
    ...[
      'storePathConsumeQueue',
      'storePathIndex',
      'storeCheckpoint',
      'abortFile',
      'mapedFileSizeConsumeQueue',
    ].map((key) => ({
      name: `${key}, which is ignored`,
      text: and(`properties: { ${key}: 300000 }`),
      found: ['11:15 warning PROPERTY_DEAD'],
      under: key,
      says: /^rmqctl does not render/,
    })),
    {
      name: 'a spelling of before 4.5.2',
      text: and('properties: { mapedFileSizeCommitLog: 1073741824 }'),
      found: ['11:15 warning PROPERTY_RENAMED'],
      says: /as `mappedFileSizeCommitLog`/,
    },
    {
      name: 'that spelling in a version that reads it',
      text: `${sound('4.9.8', '3.2.6')}properties: { mapedFileSizeCommitLog: 1073741824, mapedFileSizeConsumeQueue: 300000 }\n`,
      found: ['2:10 warning VERSION_VULNERABLE'],
    },
    {
      name: 'a blank at the end',
      text: and('properties: { regionId: "b " }'),
      found: ['11:25 error PROPERTY_VALUE'],
    },
    {
      name: 'a line break',
      text: and('properties: { regionId: "b\\nc=d" }'),
      found: ['11:25 error PROPERTY_VALUE'],
    },
    { name: 'not ASCII', text: and('properties: { regionId: ä }'), found: ['11:25 error PROPERTY_VALUE'] },
    {
      name: 'a key that would be another line',
      text: and('properties: { "a=b": c }'),
      found: ['11:15 error PROPERTY_NAME'],
    },
  ],
};

describe.each(Object.entries(FAMILIES))('%s', (_, cases) => {
  it.each(cases)('$name', ({ text, found, under, says, hint }) => {
    const { topology, diagnostics } = read(text);
    expect(brief(diagnostics)).toEqual(found);
    expect(topology === undefined).toBe(found.some((line) => line.includes('error')));
    const [first] = diagnostics;
    if (under !== undefined) expect(marked(first!)).toBe(under);
    if (says !== undefined) expect(first!.message).toMatch(says);
    if (hint !== undefined) expect(first!.hint).toMatch(hint);
  });
});

it('errors come before warnings, each in the order of the file', () => {
  const text = sound('4.9.8', '4.9.4')
    .replace('namesrv: [node1, node2]', 'namesrv: [nodeX]')
    .replace('[node2, node1]', '[node2]');
  expect(brief(read(text).diagnostics)).toEqual([
    '7:11 error UNKNOWN_HOST',
    '10:3 error MODE_BROKERS',
    '2:10 warning VERSION_VULNERABLE',
    '2:10 warning VERSION_VULNERABLE',
    '7:10 warning ONE_NAME_SERVER',
  ]);
});

it('a diagnostic is complete', () => {
  const { diagnostics } = read(sound('namesrv: [node1, node2]', 'namesrv: [node1, nodde2]'));
  expect(diagnostics).toEqual([
    {
      severity: 'error',
      code: 'UNKNOWN_HOST',
      message: '`nodde2` is not in `hosts`',
      hint: 'did you mean `node2`?',
      file: 'shop.yaml',
      line: 7,
      column: 18,
      frame: ' 7 | namesrv: [node1, nodde2]\n   |                  ^^^^^^',
    },
  ]);
});
