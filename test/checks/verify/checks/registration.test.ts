import { describe, expect, test } from 'vitest';
import type { ClusterInfo } from '../../../../src/rocketmq/remoting/name-server.ts';
import { registration } from '../../../../src/checks/verify/checks/registration.ts';
import { of, told, CONTEXT, TIMEOUT } from '../../../sample/verify.ts';

describe('a name server', () => {
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
  const judged = (answer: unknown) =>
    of(registration, CONTEXT, { answers: { 'registrations namesrv-node1': answer } }, 'namesrv-node1');

  test.each([
    ['knows every broker', info(known), ['pass'], /knows broker-a, broker-a-s, broker-b, broker-b-s/],
    [
      'knows none',
      { clusters: new Map(), brokers: new Map() },
      ['fail', 'fail', 'fail', 'fail'],
      /^broker-a /,
    ],
    [
      'lacks a slave',
      info({ ...known, 'broker-a': { '0': '192.168.47.146:10911' } }),
      ['fail'],
      /^broker-a-s \(192\.168\.47\.145:11011\) is not registered$/,
    ],
    [
      'knows one by another address',
      info({ ...known, 'broker-b': { ...known['broker-b'], '0': '172.17.0.1:10911' } }),
      ['fail'],
      /^broker-b is registered as 172\.17\.0\.1:10911, not 192\.168\.47\.145:10911$/,
    ],
    [
      'knows a second slave of a name',
      info({ ...known, 'broker-b': { ...known['broker-b'], '2': '10.0.0.9:10911' } }),
      ['fail'],
      /^broker-b 2 at 10\.0\.0\.9:10911 is not in the inventory$/,
    ],
    [
      'knows a stranger in the cluster',
      info({ ...known, other: { '0': '10.0.0.9:10911' } }),
      ['fail'],
      /^other 0 at 10\.0\.0\.9:10911 is not/,
    ],
    ['does not answer', TIMEOUT, ['fail'], /did not answer/],
  ])('%s', (_name, found, statuses, detail) => {
    const findings = judged(found);
    expect(findings.map(({ status }) => status)).toEqual(statuses);
    expect(findings[0]?.detail).toMatch(detail);
  });

  test('a broker under a wrong name is told of with the name it should have', () => {
    const findings = judged(
      info({
        ...known,
        'broker-x': { '1': '192.168.47.145:11011' },
        'broker-a': { '0': '192.168.47.146:10911' },
      }),
    );
    for (const { follows } of findings)
      expect(follows).toContainEqual({ check: 'configuration', of: 'broker-a-s' });
    expect(findings).toHaveLength(2);
  });

  test('may serve another cluster besides', () => {
    const other = info({ 'broker-x': { '0': '10.0.0.9:10911' } }, 'another');
    const ours = info(known);
    const both: ClusterInfo = {
      clusters: new Map([...ours.clusters, ...other.clusters]),
      brokers: new Map([...ours.brokers, ...other.brokers]),
    };
    expect(told(judged(both))).toEqual(['namesrv-node1 pass']);
  });
});
