import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/resources/service.ts';
import type { ClusterInfo } from '../../src/rocketmq/remoting/name-server.ts';
import { judgeInstance } from '../../src/verify/instances.ts';
import { judgeRegistration } from '../../src/verify/registration.ts';
import { SMALLEST, topologyOf } from '../plan/sample.ts';

const service: Service = {
  instance: 'broker-a',
  unit: 'c-broker-a.service',
  startScript: '/r/bin/start-broker-a.sh',
  pidFile: '/l/broker-a/pid',
  user: '',
  supervisor: 'nohup',
  digest: 'd1',
  restartMark: '/s/broker-a',
  timeout: 120,
  ready: {
    ports: [10909, 10911],
    bootLine: 'boot success',
    logged: [],
    rejoined: [],
    console: '/l/broker-a/console.log',
    evidence: [],
  },
};

describe('an instance', () => {
  const healthy = 'pid=42\ndigest=d1\nboot=The broker boot success.\nlistening=10909\nlistening=10911\n';

  test.each([
    ['is well', healthy, ['process pass', 'boot pass', 'ports pass']],
    ['is down', '', ['process fail']],
    ['runs with other settings', healthy.replace('d1', 'd0'), ['process fail', 'boot pass', 'ports pass']],
    ['was started by hand', healthy.replace('d1', ''), ['process fail', 'boot pass', 'ports pass']],
    [
      'has not said that it is up',
      healthy.replace(/boot=.*/, 'boot='),
      ['process pass', 'boot fail', 'ports pass'],
    ],
    [
      'listens on one port of two',
      healthy.replace('listening=10911\n', ''),
      ['process pass', 'boot pass', 'ports fail'],
    ],
    [
      'listens on a port that begins the same',
      healthy.replace('10911', '109110'),
      ['process pass', 'boot pass', 'ports fail'],
    ],
  ])('%s', (_name, output, results) => {
    const judged = judgeInstance(service, output);
    expect(judged.map(({ check, status }) => `${check} ${status}`)).toEqual(results);
    for (const { status, hint } of judged) expect(hint === undefined).toBe(status === 'pass');
  });

  test('that says nothing when it is up is not asked for it', () => {
    const { bootLine: _, ...ready } = service.ready;
    expect(judgeInstance({ ...service, ready }, healthy).map(({ check }) => check)).toEqual([
      'process',
      'ports',
    ]);
  });
});

describe('a name server', () => {
  const topology = topologyOf(SMALLEST);
  type Brokers = Readonly<Record<string, Readonly<Record<string, string>>>>;
  const known: Brokers = {
    'broker-a': { '0': '192.168.47.146:10911', '1': '192.168.47.145:11011' },
    'broker-b': { '0': '192.168.47.145:10911', '1': '192.168.47.146:11011' },
  };
  const info = (brokers: Brokers, cluster = 'rocketmq-cluster'): ClusterInfo => ({
    clusters: new Map([[cluster, Object.keys(brokers)]]),
    brokers: new Map(
      Object.entries(brokers).map(([brokerName, addresses]) => [
        brokerName,
        { brokerName, cluster, addresses: new Map(Object.entries(addresses)) },
      ]),
    ),
  });

  test.each([
    ['knows every broker', info(known), 'pass', /knows broker-a, broker-a-s, broker-b, broker-b-s/],
    [
      'knows none',
      { clusters: new Map(), brokers: new Map() },
      'fail',
      /broker-a .*; broker-a-s .*; broker-b .*; broker-b-s /,
    ],
    [
      'lacks a slave',
      info({ ...known, 'broker-a': { '0': '192.168.47.146:10911' } }),
      'fail',
      /^broker-a-s \(192\.168\.47\.145:11011\) is not registered$/,
    ],
    [
      'knows one by another address',
      info({ ...known, 'broker-b': { ...known['broker-b'], '0': '172.17.0.1:10911' } }),
      'fail',
      /^broker-b is registered as 172\.17\.0\.1:10911, not 192\.168\.47\.145:10911$/,
    ],
    [
      'knows a second slave of a name',
      info({ ...known, 'broker-b': { ...known['broker-b'], '2': '10.0.0.9:10911' } }),
      'fail',
      /^broker-b 2 at 10\.0\.0\.9:10911 is not in the inventory$/,
    ],
    [
      'knows a stranger in the cluster',
      info({ ...known, other: { '0': '10.0.0.9:10911' } }),
      'fail',
      /^other 0 at 10\.0\.0\.9:10911 is not/,
    ],
  ])('%s', (_name, found, status, detail) => {
    expect(judgeRegistration(topology, found)).toMatchObject({
      check: 'registration',
      status,
      detail: expect.stringMatching(detail),
    });
  });

  test('may serve another cluster besides', () => {
    const other = info({ 'broker-x': { '0': '10.0.0.9:10911' } }, 'another');
    const ours = info(known);
    const both: ClusterInfo = {
      clusters: new Map([...ours.clusters, ...other.clusters]),
      brokers: new Map([...ours.brokers, ...other.brokers]),
    };
    expect(judgeRegistration(topology, both).status).toBe('pass');
  });
});
