import { describe, expect, it } from 'vitest';
import { brief, read, readExample, SOUND, sound, topologyOf } from '../sample/inventories.ts';
import type { Topology } from '../../src/model/topology.ts';
import { withoutOrigins } from '../sample/properties.ts';

function instance(topology: Topology, name: string): Topology['instances'][number] {
  const found = topology.instances.find((candidate) => candidate.name === name);
  if (found === undefined)
    throw new Error(`no ${name} among ${topology.instances.map((one) => one.name).join(', ')}`);
  return found;
}

describe('the smallest inventory', () => {
  const topology = topologyOf(SOUND);

  it('has its instances in the order of the inventory, each where it belongs', () => {
    expect(topology.instances.map(({ name, role, host, port }) => [name, role, host, port])).toEqual([
      ['namesrv-node1', 'namesrv', 'node1', 9876],
      ['namesrv-node2', 'namesrv', 'node2', 9876],
      ['broker-a', 'broker', 'node1', 10911],
      ['broker-a-s', 'broker', 'node2', 11011],
      ['broker-b', 'broker', 'node2', 10911],
      ['broker-b-s', 'broker', 'node1', 11011],
    ]);
  });

  it('starts name servers before masters and each master before its slaves', () => {
    const nameServers = ['namesrv-node1', 'namesrv-node2'];
    expect(Object.fromEntries(topology.instances.map(({ name, after }) => [name, after]))).toEqual({
      'namesrv-node1': [],
      'namesrv-node2': [],
      'broker-a': nameServers,
      'broker-a-s': [...nameServers, 'broker-a'],
      'broker-b': nameServers,
      'broker-b-s': [...nameServers, 'broker-b'],
    });
  });

  it('has every default that needs no look at a host', () => {
    expect(topology).toMatchObject({
      cluster: 'shop',
      version: '4.9.8',
      mode: 'sync',
      distribution: { from: 'default' },
      paths: {},
      supervisor: 'auto',
      firewall: 'auto',
      profile: true,
      tuning: 'limits',
      heap: {},
      jvm: { namesrv: [], broker: [] },
    });
    expect(topology.hosts[0]).toEqual({
      name: 'node1',
      address: '10.0.0.1',
      local: false,
      ssh: { become: false },
      labels: {},
    });
    expect(instance(topology, 'broker-a')).toEqual({
      name: 'broker-a',
      role: 'broker',
      host: 'node1',
      address: '10.0.0.1',
      haAddress: '10.0.0.1',
      port: 10911,
      ports: [
        { port: 10911, purpose: 'remoting' },
        { port: 10909, purpose: 'fast remoting' },
        { port: 10912, purpose: 'replication' },
      ],
      jvm: [],
      properties: {},
      broker: { name: 'broker-a', id: 0, kind: 'master' },
      after: ['namesrv-node1', 'namesrv-node2'],
    });
  });

  it('survives JSON: it is plain data', () => {
    expect(JSON.parse(JSON.stringify(topology))).toEqual(topology);
  });
});

describe('ports', () => {
  const ports = (text: string): Record<string, number> =>
    Object.fromEntries(topologyOf(text).instances.map(({ name, port }) => [name, port]));

  it('count up on each host by kind', () => {
    const text = `cluster: c
version: 4.9.8
mode: async
hosts: { node1: 10.0.0.1, node2: 10.0.0.2 }
namesrv: [node1, node2]
brokers: { a: [node1, node2], b: [node1, node2], c: [node1, node2], d: [node2, node1] }
`;
    expect(ports(text)).toMatchObject({
      a: 10911,
      b: 11111,
      c: 11311,
      d: 10911,
      'a-s': 11011,
      'b-s': 11211,
      'c-s': 11411,
      'd-s': 11011,
    });
  });

  it('given ones come first, and the others go around them', () => {
    const text = sound('broker-a: [node1, node2]', 'broker-a: { master: node1, slaves: [node2] }').replace(
      'broker-b: [node2, node1]',
      'broker-b: { master: node2, slaves: [{ host: node1, port: 10913 }] }',
    );
    // 10913 takes 10911 (fast remoting), so broker-a moves on by one step.
    expect(ports(text)).toMatchObject({ 'broker-b-s': 10913, 'broker-a': 11111 });
  });

  it('giving one instance a port does not move its neighbours', () => {
    const two = sound('broker-b: [node2, node1]', 'broker-b: [node1, node2]');
    const given = two.replace(
      'broker-a: [node1, node2]',
      'broker-a: { master: { host: node1, port: 20911 }, slaves: [node2] }',
    );
    expect(ports(given)).toEqual({ ...ports(two), 'broker-a': 20911 });
  });

  it('a name server goes around a taken port', () => {
    const text = sound(
      'broker-a: [node1, node2]',
      'broker-a: { master: { host: node1, port: 9875 }, slaves: [node2] }',
    );
    // 9875 takes 9876 (replication).
    expect(ports(text)).toMatchObject({ 'namesrv-node1': 9877, 'namesrv-node2': 9876 });
  });

  it('3.2.6 has no fast port', () => {
    const broker = instance(topologyOf(sound('4.9.8', '3.2.6')), 'broker-a');
    expect(broker.ports.map(({ port }) => port)).toEqual([10911, 10912]);
  });
});

describe('names and aliases', () => {
  it('counts slaves from the second on', () => {
    const text = sound(
      '  node2: 10.0.0.2\n',
      '  node2: 10.0.0.2\n  node3: 10.0.0.3\n  node4: 10.0.0.4\n',
    ).replace('broker-a: [node1, node2]', 'broker-a: [node1, node2, node3, node4]');
    const topology = topologyOf(text);
    const slaves = topology.instances.filter(({ broker }) => broker?.name === 'broker-a' && broker.id > 0);
    expect(slaves.map(({ name, broker }) => [name, broker!.id])).toEqual([
      ['broker-a-s', 1],
      ['broker-a-s2', 2],
      ['broker-a-s3', 3],
    ]);
    expect(topology.aliases.map(({ name }) => name)).toEqual([
      'rocketmq-nameserver1',
      'rocketmq-master1',
      'rocketmq-slave2',
      'rocketmq-nameserver2',
      'rocketmq-slave1',
      'rocketmq-master2',
      'rocketmq-slave1-2',
      'rocketmq-slave1-3',
    ]);
  });

  it('stand host by host, as the guide lists them', () => {
    const lines = readExample('guide_4.9.4_sync').topology!.aliases.map(
      ({ address, name }) => `${address} ${name}`,
    );
    expect(lines).toEqual([
      '192.168.47.146 rocketmq-nameserver1',
      '192.168.47.146 rocketmq-master1',
      '192.168.47.146 rocketmq-slave2',
      '192.168.47.145 rocketmq-nameserver2',
      '192.168.47.145 rocketmq-slave1',
      '192.168.47.145 rocketmq-master2',
    ]);
  });

  it('name the instance they stand for, have a prefix of choice, and can be off', () => {
    expect(topologyOf(`${SOUND}aliases: two\n`).aliases[0]).toEqual({
      address: '10.0.0.1',
      name: 'two-nameserver1',
      instance: 'namesrv-node1',
    });
    expect(topologyOf(`${SOUND}aliases: false\n`).aliases).toEqual([]);
  });

  it('an address that is a name has none, and the others keep their numbers', () => {
    const { aliases } = topologyOf(sound('10.0.0.1', 'mq1.example.org'));
    expect(aliases.map(({ name }) => name)).toEqual([
      'rocketmq-nameserver2',
      'rocketmq-slave1',
      'rocketmq-master2',
    ]);
  });
});

describe('properties', () => {
  const layered = `${sound(
    'broker-a: [node1, node2]',
    'broker-a: { master: { host: node1, properties: { messageDelayLevel: instance } }, slaves: [node2], properties: { messageStorePlugIn: broker, messageDelayLevel: broker } }',
  )}properties: { haMasterAddress: cluster, regionId: cluster, messageStorePlugIn: cluster, messageDelayLevel: cluster }
masterProperties: { regionId: master, messageStorePlugIn: master, messageDelayLevel: master }
slaveProperties: { regionId: slave }
`;

  it('the nearest layer wins', () => {
    const topology = topologyOf(layered);
    expect(withoutOrigins(instance(topology, 'broker-a').properties)).toEqual({
      haMasterAddress: 'cluster',
      regionId: 'master',
      messageStorePlugIn: 'broker',
      messageDelayLevel: 'instance',
    });
    expect(withoutOrigins(instance(topology, 'broker-a-s').properties)).toEqual({
      haMasterAddress: 'cluster',
      regionId: 'slave',
      messageStorePlugIn: 'broker',
      messageDelayLevel: 'broker',
    });
    expect(withoutOrigins(instance(topology, 'broker-b').properties)).toEqual({
      haMasterAddress: 'cluster',
      regionId: 'master',
      messageStorePlugIn: 'master',
      messageDelayLevel: 'master',
    });
    expect(withoutOrigins(instance(topology, 'namesrv-node1').properties)).toEqual({});
  });

  it('each says where it is set', () => {
    const originsOf = (name: string) =>
      Object.values(instance(topologyOf(layered), name).properties).map(({ origin }) => origin);
    expect(originsOf('broker-a')).toEqual([
      { inventory: ['properties', 'haMasterAddress'] },
      { inventory: ['masterProperties', 'regionId'] },
      { inventory: ['brokers', 'broker-a', 'properties', 'messageStorePlugIn'] },
      { inventory: ['brokers', 'broker-a', 'master', 'properties', 'messageDelayLevel'] },
    ]);
  });

  it.each([
    ['04', '04'],
    ['true', 'true'],
    ['True', 'True'],
    ['1e3', '1e3'],
    ['0x10', '0x10'],
    ['1_000', '1_000'],
    ['9007199254740993', '9007199254740993'],
    ['1.0', '1.0'],
    ['"04"', '04'],
    ["'it''s'", "it's"],
    ['"a\\\\b"', 'a\\b'],
    ['1s 5s 10s', '1s 5s 10s'],
    ['""', ''],
    ['~/store', '~/store'],
  ])('%s is taken as written', (written, value) => {
    const topology = topologyOf(`${SOUND}properties:\n  regionId: ${written}\n`);
    expect(withoutOrigins(instance(topology, 'broker-a').properties)).toEqual({ regionId: value });
  });

  it('a value through an alias or a merge is taken as written too', () => {
    const text = `${SOUND}masterProperties: &m { deleteWhen: &h 04 }\nslaveProperties: { <<: *m, regionId: *h }\n`;
    expect(withoutOrigins(instance(topologyOf(text), 'broker-a-s').properties)).toEqual({
      deleteWhen: '04',
      regionId: '04',
    });
  });

  it('keys of guides are put right for the version, and the nearest layer still wins', () => {
    const text = `${SOUND}properties: { mappedFileSizeCommitLog: 1, storePathIndex: /x, mapedFileSizeConsumeQueue: 300000 }
masterProperties: { mapedFileSizeCommitLog: 2 }
`;
    const topology = topologyOf(text);
    expect(withoutOrigins(instance(topology, 'broker-a').properties)).toEqual({
      mappedFileSizeCommitLog: '2',
    });
    expect(withoutOrigins(instance(topology, 'broker-a-s').properties)).toEqual({
      mappedFileSizeCommitLog: '1',
    });
    const old = topologyOf(text.replace('4.9.8', '3.2.6'));
    expect(withoutOrigins(instance(old, 'broker-a').properties)).toEqual({
      mapedFileSizeCommitLog: '2',
      mapedFileSizeConsumeQueue: '300000',
    });
  });
});

describe('long forms', () => {
  it('of hosts, logins and the machine itself', () => {
    const text = `cluster: c
version: 4.9.8
mode: async
ssh: { user: root, identity: keys/id, knownHosts: ~/.ssh/known, become: false }
hosts:
  node1: { address: 10.0.0.1, ssh: { host: 203.0.113.7, user: ops, port: 2222, become: true }, memory: 8g, labels: { zone: a } }
  here: { address: 10.0.0.9, local: true }
namesrv: [node1, here]
brokers: { a: [node1, here] }
`;
    expect(topologyOf(text, { env: { HOME: '/home/me' } }).hosts).toEqual([
      {
        name: 'node1',
        address: '10.0.0.1',
        local: false,
        ssh: {
          host: '203.0.113.7',
          user: 'ops',
          port: 2222,
          become: true,
          identity: '/srv/shop/keys/id',
          knownHosts: '/home/me/.ssh/known',
        },
        memory: 8 * 2 ** 30,
        labels: { zone: 'a' },
      },
      expect.objectContaining({ name: 'here', address: '10.0.0.9', local: true }),
    ]);
  });

  it('of name servers and members', () => {
    const text = sound(
      'namesrv: [node1, node2]',
      'namesrv: [node1, { host: node2, port: 9999, heap: 512m, jvm: [-Dn=1] }]',
    ).replace(
      'broker-a: [node1, node2]',
      `broker-a:
    master: { host: node1, address: 10.2.0.1, haAddress: 10.1.0.1, heap: { size: 1g, young: 512m, direct: 2g }, jvm: ["-Dx=y"] }
    slaves: [{ host: node2, port: 12011, store: /data2/mq }]`,
    );
    const topology = topologyOf(text);
    expect(instance(topology, 'namesrv-node2')).toMatchObject({
      port: 9999,
      heap: { size: 512 * 2 ** 20 },
      jvm: ['-Dn=1'],
    });
    expect(instance(topology, 'broker-a')).toMatchObject({
      address: '10.2.0.1',
      haAddress: '10.1.0.1',
      heap: { size: 2 ** 30, young: 2 ** 29, direct: 2 ** 31 },
      jvm: ['-Dx=y'],
    });
    expect(instance(topology, 'broker-a-s')).toMatchObject({
      port: 12011,
      store: '/data2/mq',
      haAddress: '10.0.0.2',
    });
    expect(topology.aliases.find(({ instance: of }) => of === 'broker-a')?.address).toBe('10.2.0.1');
  });

  it('of everything else', () => {
    const sum = 'AB'.repeat(64);
    const topology = topologyOf(`${SOUND}distribution: { archive: ../r-4.9.8.zip, sha512: ${sum}, via: push }
java: { home: /usr/lib/jvm/java-8 }
paths: { home: /opt/mq, store: /data/mq, logs: /var/log/mq }
user: mq
supervisor: nohup
firewall: off
profile: false
tuning: false
heap: { namesrv: 512m, broker: { size: 4g, direct: 1g } }
jvm: { broker: [-Da=b] }
`);
    expect(topology).toMatchObject({
      distribution: { from: 'archive', archive: '/srv/r-4.9.8.zip', sha512: sum.toLowerCase() },
      paths: { home: '/opt/mq', store: '/data/mq', logs: '/var/log/mq' },
      user: 'mq',
      supervisor: 'nohup',
      firewall: 'off',
      profile: false,
      tuning: 'none',
      heap: { namesrv: { size: 2 ** 29 }, broker: { size: 2 ** 32, direct: 2 ** 30 } },
      jvm: { namesrv: [], broker: ['-Da=b'] },
    });
    expect(topology.hosts.map(({ javaHome }) => javaHome)).toEqual([
      '/usr/lib/jvm/java-8',
      '/usr/lib/jvm/java-8',
    ]);
    const own = sound('node2: 10.0.0.2', 'node2: { address: 10.0.0.2, java: { home: /opt/jdk } }');
    expect(topologyOf(own).hosts.map(({ javaHome }) => javaHome)).toEqual([undefined, '/opt/jdk']);
    expect(topologyOf(`${SOUND}distribution: { source: maven }\n`).distribution).toEqual({ from: 'maven' });
  });
});

describe('the examples', () => {
  it.each([
    ['two_masters_two_slaves_sync', ['5:10 warning VERSION_VULNERABLE', '5:10 warning VERSION_VULNERABLE']],
    ['two_masters_two_slaves_async', []],
    ['two_masters', []],
    ['single_master', []],
    ['laptop', ['11:22 warning SLAVE_WITH_MASTER']],
    [
      'guide_4.9.4_sync',
      [
        '11:10 warning VERSION_VULNERABLE',
        '11:10 warning VERSION_VULNERABLE',
        '30:26 warning AUTO_CREATE_TOPIC',
      ],
    ],
    ['guide_3.2.6_two_masters', ['10:10 warning VERSION_VULNERABLE']],
  ])('%s is without errors', (name, found) => {
    const { topology, diagnostics } = readExample(name);
    expect(brief(diagnostics)).toEqual(found);
    expect(topology).toBeDefined();
  });

  it('a cluster on this machine alone is dialled as 127.0.0.1', () => {
    const { topology } = readExample('laptop');
    expect(topology!.hosts).toMatchObject([{ address: '127.0.0.1', local: true }]);
    expect(topology!.instances.map(({ address, port }) => [address, port])).toEqual([
      ['127.0.0.1', 9876],
      ['127.0.0.1', 10911],
      ['127.0.0.1', 11011],
    ]);
  });

  it('the guide for 4.9.4 as published: taken over with a warning for each key that nobody reads', () => {
    const published = `${SOUND.replace('4.9.8', '4.9.4')}properties:
  deleteWhen: 04
  mapedFileSizeCommitLog: 1073741824
  mapedFileSizeConsumeQueue: 300000
  storePathConsumeQueue: /usr/local/rocketmq/store/consumequeue
  storePathIndex: /usr/local/rocketmq/store/index
`;
    const { topology, diagnostics } = read(published);
    expect(brief(diagnostics).slice(2)).toEqual([
      '13:3 warning PROPERTY_RENAMED',
      '14:3 warning PROPERTY_DEAD',
      '15:3 warning PROPERTY_DEAD',
      '16:3 warning PROPERTY_DEAD',
    ]);
    expect(withoutOrigins(instance(topology!, 'broker-a').properties)).toEqual({
      deleteWhen: '04',
      mappedFileSizeCommitLog: '1073741824',
    });
  });
});
