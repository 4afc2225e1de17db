import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckEvent } from '../../src/model/events.ts';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed } from './cluster.ts';
import { differences, files } from './host-state.ts';
import { complaints, startRmqctl, type Outcome } from './rmqctl.ts';

/** What `check` finds on hosts before anything is deployed, and that it leaves nothing there. */

const STORE = '/usr/local/rocketmq/store';

/** A filter on the switch between the hosts: no firewall of theirs. */
const BLOCK_REPLICATION = `table bridge block {
  chain forward {
    type filter hook forward priority 0
    tcp dport 10912 drop
  }
}
`;

describe.skipIf(whyNoHosts())('check', () => {
  let bed: TestBed;
  let inventory: string;

  beforeAll(async () => {
    bed = await TestBed.up('check', { count: 2 });
    inventory = await bed.write('cluster.yaml', bed.pair());
  });
  afterAll(() => bed?.down());

  const check = (...args: readonly string[]) => bed.rmqctl(['check', inventory, ...args]);
  const found = ({ checks }: Outcome, status: CheckEvent['status'], id?: string) =>
    checks.filter((one) => one.status === status && (id === undefined || one.check === id));
  const failed = (outcome: Outcome) => found(outcome, 'fail').map(({ check: id, host }) => `${host} ${id}`);
  const listening = (host: string) => bed.out(host, 'ss -Hltn | grep -v :22 || :');
  const state = (host: string) =>
    files(bed.fleet, host, '/etc', '/usr/local', '/var/lib/rmqctl', '/tmp', '/root');

  test('fresh hosts can be deployed to; what firewalld closes is told, and nothing is left', async () => {
    const before = [await state('h1'), await state('h2')];
    const outcome = await check();
    expect(outcome.code, complaints(outcome)).toBe(0);
    expect(failed(outcome)).toEqual([]);
    const ids = [
      'login',
      'sudo',
      'shell',
      'tar',
      'java',
      'memory',
      'disk',
      'filesystem',
      'ports',
      'names',
      'clock',
      'limits',
      'selinux',
      'firewall',
    ];
    for (const host of ['h1', 'h2']) {
      const asked = outcome.checks.filter((one) => one.host === host).map(({ check: id }) => id);
      expect(asked).toEqual(expect.arrayContaining(ids));
    }
    const closed = found(outcome, 'warn', 'reachability');
    expect(closed.map(({ host }) => host)).toEqual(['h1', 'h2']);
    expect(closed[1]?.detail).toMatch(/9876.*10911, 10909, 10912 closed by firewalld on h1; deploy opens it/);
    expect(found(outcome, 'skip')).toEqual([]);
    expect(outcome.summary).toMatchObject({ command: 'check', ok: true, checksFailed: 0, hosts: 2 });
    expect(differences(before[0]!, await state('h1'))).toEqual([]);
    expect(differences(before[1]!, await state('h2'))).toEqual([]);
    expect([await listening('h1'), await listening('h2')]).toEqual(['', '']);
  });

  test("a port of somebody else's is told with its process, a small disk with what is needed", async () => {
    await bed.fleet.exec('h1', 'systemd-run --quiet --unit squatter nc -lk 10909');
    await bed.fleet.fault('disk', 'h2', STORE, '64M');
    await expect.poll(() => listening('h1'), { timeout: 30_000 }).toContain(':10909');
    const pid = await bed.out('h1', 'systemctl show -P MainPID squatter');
    const outcome = await check();
    await bed.fleet.exec('h1', 'systemctl stop squatter');
    await bed.fleet.fault('unmount', 'h2', STORE);
    expect(outcome.code).toBe(6);
    expect(failed(outcome)).toEqual(expect.arrayContaining(['h1 ports', 'h2 disk']));
    expect(failed(outcome)).toHaveLength(2);
    const [port] = found(outcome, 'fail', 'ports');
    expect(port).toMatchObject({ instance: 'broker-a' });
    expect(port?.detail).toMatch(
      new RegExp(`10909 taken by pid ${pid} of root \\(squatter.service\\).*nc -lk`),
    );
    expect(port?.hint).toContain('systemctl stop squatter.service');
    const [disk] = found(outcome, 'fail', 'disk');
    expect(disk?.detail).toMatch(new RegExp(`free on ${STORE} .*are needed`));
    expect(found(outcome, 'skip', 'reachability')[0]?.detail).toContain('somebody else has port 10909 of h1');
  });

  test('a port that the network blocks is told apart from those that firewalld closes', async () => {
    await bed.fleet.control(['sh', '-c', 'printf %s "$0" | nft -f -', BLOCK_REPLICATION]);
    const outcome = await check();
    await bed.fleet.fault('heal');
    expect(outcome.code).toBe(6);
    const blocked = found(outcome, 'fail');
    expect(blocked.map(({ host, instance }) => `${host} ${instance}`)).toEqual([
      'h1 broker-b-s',
      'h2 broker-a-s',
    ]);
    expect(blocked[1]?.detail).toContain(`h2 to ${bed.fleet.host('h1').ip}:10912 (replication of broker-a`);
    expect(blocked[1]?.detail).toContain('blocked between h2 and h1');
    expect(found(outcome, 'warn', 'reachability')[0]?.detail).toMatch(/10911, 10909 closed by firewalld/);
  });

  test('a run that is killed leaves no listener', async () => {
    await bed.fleet.control(['sh', '-c', 'printf %s "$0" | nft -f -', BLOCK_REPLICATION]);
    const running = startRmqctl(bed.fleet, ['check', inventory]);
    await expect.poll(() => listening('h1'), { timeout: 60_000, interval: 100 }).toContain(':10912');
    running.process.kill('SIGKILL');
    await running.result;
    await expect.poll(() => listening('h1'), { timeout: 30_000, interval: 100 }).toBe('');
    await expect.poll(() => listening('h2'), { timeout: 30_000, interval: 100 }).toBe('');
    await bed.fleet.fault('heal');
  });

  test('a host without Java is asked everything else; one that does not answer costs its time-out once', async () => {
    await bed.fleet.more({ count: 1, jdk: 'none' });
    await bed.booted('h3');
    const three = await bed.write('three.yaml', {
      ...bed.base('h1', 'h2', 'h3'),
      mode: 'sync',
      namesrv: ['h1', 'h3'],
      brokers: { 'broker-a': ['h3', 'h1'], 'broker-b': ['h2', 'h1'] },
    });
    await bed.fleet.fault('link-down', 'h2');
    const outcome = await bed.rmqctl(['check', three]);
    await bed.fleet.fault('link-up', 'h2');
    expect(outcome.code).toBe(4);
    expect(failed(outcome).sort()).toEqual(['h2 login', 'h3 java']);
    expect(found(outcome, 'fail', 'java')[0]).toMatchObject({
      detail: expect.stringContaining('no Java'),
      hint: expect.stringContaining('apt-get install'),
    });
    const onH3 = found(outcome, 'pass').filter(({ host }) => host === 'h3');
    expect(onH3.map(({ check: id }) => id)).toEqual(
      expect.arrayContaining(['disk', 'ports', 'memory', 'clock']),
    );
    expect(outcome.diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'HOST_UNREACHABLE', host: 'h2' },
    ]);
    expect(outcome.summary.perHost?.map(({ host }) => host).sort()).toEqual(['h1', 'h2', 'h3']);
    expect(
      found(outcome, 'skip', 'reachability').some(({ detail }) => detail.includes('h2 could not be asked')),
    ).toBe(true);
    expect(found(outcome, 'warn', 'reachability').map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/h1 to h3: .*closed by firewalld on h3/),
    );
  });

  test('a cluster that runs is dialled itself: all is open, and its ports are its own', async () => {
    await bed.deploy(inventory, '--verify', 'none');
    const outcome = await check();
    expect(outcome.code, complaints(outcome)).toBe(0);
    expect(found(outcome, 'warn', 'reachability')).toEqual([]);
    expect(found(outcome, 'pass', 'reachability').map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/^h2 reaches h1: .*broker-a 10911, 10909, 10912/),
    );
    const ports = found(outcome, 'pass', 'ports');
    expect(ports).toHaveLength(6);
    for (const { detail } of ports) expect(detail).toMatch(/its own \(pid \d+\)/);
  });
});
