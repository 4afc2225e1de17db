import { describe, expect, test } from 'vitest';
import type { ClusterInfo } from '../../../src/rocketmq/remoting/name-server.ts';
import type { Instance } from '../../../src/model/instance.ts';
import type { Topology } from '../../../src/model/topology.ts';
import { observedMasters } from '../../../src/checks/observed-masters.ts';
import { assess, type Findings } from '../../../src/checks/status/assess.ts';
import { readRuntime } from '../../../src/checks/status/instance-state.ts';
import { stateOf } from '../../../src/checks/status/instance-state.ts';
import { type DiskSpace, parseDf } from '../../../src/probes/disk-space.ts';
import { processesOf } from '../../../src/probes/process.ts';

describe('what a host says of its instances', () => {
  const output = [
    'unit=c-broker-a.service',
    'restarts=2',
    'pid=4711',
    'jar=rocketmq-common-4.9.4.jar',
    `stat=4711 (java) S 1 ${'0 '.repeat(17)}480025 0`,
    'up=5000.25',
    'unit=c-namesrv-h1.service',
    'restarts=',
    'pid=12',
    'jar=rocketmq-common-4.0.0-incubating.jar',
    `stat=12 (ja va) S 1 ${'0 '.repeat(17)}100000 0`,
    'up=5000.25',
    'unit=c-broker-b-s.service',
    'restarts=',
    'noise of another kind',
    '',
  ].join('\n');

  test('its processes, since when, how often they were started again, of which release, and how full the disk is', () => {
    const processes = processesOf('nohup', []).parse(output, { asked: 0, answered: 0 });
    const disk = parseDf('/dev/mapper/a b 1000 300 100 75% /data/my store')!;
    const state = (name: string, space: DiskSpace | 'absent' = 'absent') =>
      stateOf(processes.get(`c-${name}.service`), space);
    expect(state('broker-a', disk)).toEqual({
      pid: 4711,
      uptime: 200,
      restarts: 2,
      version: '4.9.4',
      disk: 0.75,
    });
    expect(state('namesrv-h1')).toEqual({ pid: 12, uptime: 4000.25, version: '4.0.0' });
    expect(state('broker-b-s')).toEqual({ pid: 0 });
    expect(state('broker-c')).toEqual({ pid: 0 });
  });
});

describe('what a broker says of itself', () => {
  test.each([
    [
      '4.x',
      {
        brokerVersionDesc: 'V4_9_4',
        putTps: '12.5 3.0 1.0',
        getTransferedTps: ' 7 0 0',
        commitLogMaxOffset: '99',
      },
    ],
    [
      '5.x',
      { brokerVersionDesc: 'V4_9_4', putTps: '12.5', getTransferredTps: '7.0', commitLogMaxOffset: '99' },
    ],
  ])('%s', (_release, table) => {
    expect(readRuntime(new Map(Object.entries(table)))).toEqual({
      version: '4.9.4',
      in: 12.5,
      out: 7,
      maxOffset: 99n,
    });
  });

  test('what it does not say is not made up', () => {
    expect(
      readRuntime(
        new Map([
          ['putTps', ''],
          ['getTransferedTps', 'NaN NaN'],
          ['commitLogMaxOffset', '-1'],
        ]),
      ),
    ).toEqual({});
  });
});

describe('how an instance is', () => {
  const member = (id: number): Instance => ({
    name: id === 0 ? 'broker-a' : 'broker-a-s',
    role: 'broker',
    host: `h${id + 1}`,
    address: `10.0.0.${id + 1}`,
    haAddress: `10.0.0.${id + 1}`,
    port: 10911,
    ports: [],
    jvm: [],
    properties: {},
    broker: { name: 'broker-a', id, kind: id === 0 ? 'master' : 'slave' },
    after: [],
  });
  const [master, slave] = [member(0), member(1)];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the instances are all that is looked at
  const topology = { instances: [master, slave] } as unknown as Topology;
  const info = (addresses: Record<string, string>): ClusterInfo => ({
    clusters: new Map(),
    brokers: new Map([
      ['broker-a', { brokerName: 'broker-a', cluster: 'c', addresses: new Map(Object.entries(addresses)) }],
    ]),
  });
  const both = info({ '0': '10.0.0.1:10911', '1': '10.0.0.2:10911' });
  const well: Findings = {
    processes: new Map([
      ['broker-a', { pid: 1 }],
      ['broker-a-s', { pid: 2, uptime: 3, disk: 0.5 }],
    ]),
    brokers: new Map([
      ['broker-a', { answer: { maxOffset: 500n } }],
      ['broker-a-s', { answer: { version: '4.9.4', in: 1, out: 2, maxOffset: 380n } }],
    ]),
    nameServers: new Map([['namesrv-h1', { answer: both }]]),
  };

  test('up, with all that is known of it', () => {
    expect(assess(topology, slave, well)).toEqual({
      event: 'instance',
      host: 'h2',
      instance: 'broker-a-s',
      role: 'slave',
      state: 'up',
      address: '10.0.0.2:10911',
      pid: 2,
      uptime: 3,
      disk: 0.5,
      version: '4.9.4',
      in: 1,
      out: 2,
      lag: 120,
    });
    expect(assess(topology, master, well)).not.toHaveProperty('lag');
  });

  const silence = { silence: 'no answer' };
  test.each<[string, Partial<Findings>, object]>([
    [
      'unknown where its host could not be asked',
      { processes: new Map() },
      { state: 'unknown', detail: 'h2 could not be asked' },
    ],
    ['down without a process', { processes: new Map([['broker-a-s', { pid: 0 }]]) }, { state: 'down' }],
    [
      'silent where it does not answer',
      { brokers: new Map([['broker-a-s', silence]]) },
      { state: 'silent', detail: 'no answer' },
    ],
    [
      'unregistered where a name server does not know it',
      {
        nameServers: new Map([
          ['one', { answer: both }],
          ['two', { answer: info({ '0': '10.0.0.1:10911' }) }],
        ]),
      },
      { state: 'unregistered', detail: 'not registered with two' },
    ],
    [
      'unregistered where a name server knows it under another address',
      { nameServers: new Map([['one', { answer: info({ '1': '172.17.0.1:10911' }) }]]) },
      { state: 'unregistered' },
    ],
    [
      'not unregistered because a name server is silent',
      { nameServers: new Map([['one', silence]]) },
      { state: 'up' },
    ],
    [
      'never ahead of its master: these are asked at different moments',
      {
        brokers: new Map([
          ['broker-a', { answer: { maxOffset: 1n } }],
          ['broker-a-s', { answer: { maxOffset: 2n } }],
        ]),
      },
      { lag: 0 },
    ],
  ])('%s', (_what, found, expected) =>
    expect(assess(topology, slave, { ...well, ...found })).toMatchObject(expected),
  );

  test('its role is the one that name servers know it in, and the difference from the inventory is shown', () => {
    const swapped = info({ '0': '10.0.0.2:10911', '1': '10.0.0.1:10911' });
    const found = {
      ...well,
      nameServers: new Map([['one', { answer: swapped }]]),
      observedMasters: observedMasters(topology, [swapped]),
    };
    expect(assess(topology, slave, found)).toMatchObject({
      role: 'master',
      state: 'up',
      detail: 'the inventory makes it a slave',
    });
    expect(assess(topology, master, found)).toMatchObject({ role: 'slave', lag: 0 });
    expect(observedMasters(topology, [info({ '1': '10.0.0.2:10911' })])).toEqual(new Map());
  });

  test('without its master the lag is not known', () => {
    const alone = { ...well, brokers: new Map([...well.brokers].filter(([name]) => name === 'broker-a-s')) };
    expect(assess(topology, slave, alone)).not.toHaveProperty('lag');
  });
});
