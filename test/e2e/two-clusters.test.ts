import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed, type Inventory } from './cluster.ts';
import { allProcesses, differences, files, openPorts } from './host-state.ts';
import { clusterList } from './mqadmin.ts';

/** Two clusters share two hosts; a third one that would overlap is refused before anything changes. */

const FIRST = '/usr/local/rocketmq-all-4.9.4-bin-release';

describe.skipIf(whyNoHosts())('two clusters on the same hosts', () => {
  let bed: TestBed;
  let first: string;
  let second: string;

  beforeAll(async () => {
    bed = await TestBed.up('shared', { count: 2 });
    first = await bed.write('first.yaml', bed.pair());
    second = await bed.write('second.yaml', other({}));
  });
  afterAll(() => bed?.down());

  /** A cluster with everything of its own, but for these changes. */
  const other = (changes: Inventory): Inventory => ({
    ...bed.base('h1', 'h2'),
    cluster: 'second',
    mode: 'async',
    namesrv: [{ host: 'h1', port: 19876 }],
    brokers: { orders: { master: { host: 'h1', port: 20911 }, slaves: [{ host: 'h2', port: 21011 }] } },
    paths: { home: '/opt/second/home', store: '/opt/second/store', logs: '/opt/second/logs' },
    aliases: 'second',
    ...changes,
  });
  const everything = async () => [
    await allProcesses(bed.fleet, 'h1', 'h2'),
    ...(await Promise.all(
      ['h1', 'h2'].map((host) =>
        files(bed.fleet, host, '/etc', '/var/lib/rmqctl', FIRST, '/opt/second/home', '/opt/third'),
      ),
    )),
  ];
  const brokersSeenFrom = async (port: number, home: string) => {
    const { ip } = bed.fleet.host('h1');
    const rows = await clusterList({ fleet: bed.fleet, host: 'h1', nameServer: `${ip}:${port}`, home });
    return rows.map((row) => row.split(' ').slice(0, 3).join(' '));
  };

  test('the second is deployed beside the first, which is left alone', async () => {
    await bed.deploy(first);
    const before = await allProcesses(bed.fleet, 'h1', 'h2');
    await bed.deploy(second);
    const after = await allProcesses(bed.fleet, 'h1', 'h2');
    expect([...before].filter(([name, pid]) => name !== 'namesrv-h1' && after.get(name) !== pid)).toEqual([]);
    expect(differences(before, after)).toEqual(expect.arrayContaining(['orders', 'orders-s']));
    expect((await bed.deploy(first)).summary.changed).toBe(0);
    expect((await bed.deploy(second)).summary.changed).toBe(0);
  });

  test("each name server knows its own cluster's brokers, and no other", async () => {
    expect(await brokersSeenFrom(9876, FIRST)).toEqual([
      'rocketmq-cluster broker-a 0',
      'rocketmq-cluster broker-a 1',
      'rocketmq-cluster broker-b 0',
      'rocketmq-cluster broker-b 1',
    ]);
    expect(await brokersSeenFrom(19876, '/opt/second/home')).toEqual(['second orders 0', 'second orders 1']);
  });

  test('each has its units, its block in /etc/hosts and its ports', async () => {
    const units = await bed.out(
      'h1',
      'cd /etc/systemd/system/multi-user.target.wants && ls | grep -E "^(rocketmq-cluster|second)-"',
    );
    expect(units.split('\n')).toEqual([
      'rocketmq-cluster-broker-a.service',
      'rocketmq-cluster-broker-b-s.service',
      'rocketmq-cluster-namesrv-h1.service',
      'second-namesrv-h1.service',
      'second-orders.service',
    ]);
    expect(await bed.out('h2', 'grep -c "^# BEGIN rmqctl" /etc/hosts')).toBe('2');
    expect(await bed.out('h2', 'getent hosts second-slave1')).toContain(bed.fleet.host('h2').ip);
    expect(await openPorts(bed.fleet, 'h1')).toEqual(
      expect.arrayContaining([9876, 10911, 19876, 20909, 20911, 20912]),
    );
  });

  test.each([
    {
      what: 'the home',
      changes: { paths: { home: FIRST, store: '/opt/third/store', logs: '/opt/third/logs' } },
      names: FIRST,
    },
    {
      what: 'a store inside the other store',
      changes: {
        paths: { home: '/opt/third/home', store: '/opt/second/store/orders', logs: '/opt/third/logs' },
      },
      names: '/opt/second/store/orders',
    },
    { what: 'a port', changes: { namesrv: [{ host: 'h1', port: 9876 }] }, names: 'port 9876' },
    { what: 'the aliases', changes: { aliases: 'rocketmq' }, names: 'alias rocketmq-nameserver1' },
  ])(
    'a third cluster that would share $what is refused, and nothing is changed',
    async ({ what, changes, names }) => {
      const third = other({
        cluster: 'third',
        namesrv: [{ host: 'h1', port: 29876 }],
        brokers: { spare: { master: { host: 'h1', port: 30911 }, slaves: [{ host: 'h2', port: 31011 }] } },
        paths: { home: '/opt/third/home', store: '/opt/third/store', logs: '/opt/third/logs' },
        aliases: 'third',
        ...changes,
      });
      const before = await everything();
      const refused = await bed.rmqctl([
        'deploy',
        await bed.write(`third-${what.replaceAll(' ', '-')}.yaml`, third),
      ]);
      expect(refused.code).toBe(3);
      expect(refused.steps).toEqual([]);
      const messages = refused.diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ message }) => message);
      expect(messages.join('\n')).toContain(names);
      const after = await everything();
      expect(before.flatMap((map, index) => differences<string | number>(map, after[index]!))).toEqual([]);
    },
  );
});
