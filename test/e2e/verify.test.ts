import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { whyNoHosts } from '../bed/hosts.ts';
import type { RunOptions } from '../bed/run.ts';
import { junitFaults } from '../sample/junit-lint.ts';
import { TestBed } from './cluster.ts';
import { complaints, type Outcome } from './rmqctl.ts';

/**
 * What verify says of a cluster that is broken by hand: the cause fails, what follows from it does not. The tests follow one
 * another; each mends what it broke.
 */

const CONF = '/usr/local/rocketmq-all-4.9.4-bin-release/conf/2m-2s-sync';
/** Milliseconds that what must come may take on a busy machine. */
const LONG = 150_000;
const unit = (instance: string) => `rocketmq-cluster-${instance}`;

describe.skipIf(whyNoHosts())('verify', () => {
  let bed: TestBed;
  let inventory: string;
  let fresh: Outcome;

  beforeAll(async () => {
    bed = await TestBed.up('verify', { count: 2 });
    inventory = await bed.write('cluster.yaml', bed.pair());
    fresh = await bed.deploy(inventory, '--verify', 'full');
  });
  afterAll(() => bed?.down());

  /** What failed, as "check instance-or-host". */
  const failed = ({ checks }: Outcome) =>
    checks
      .filter(({ status }) => status === 'fail')
      .map(({ check, instance, host }) => `${check} ${instance ?? host}`);
  const verify = (...options: readonly string[]) => bed.rmqctl(['verify', inventory, ...options]);
  const run = (host: string, command: string, options?: RunOptions) => bed.fleet.exec(host, command, options);
  const listens = (host: string, port: number) =>
    run(host, `until ss -Hltn sport = :${port} | grep -q LISTEN; do sleep 0.1; done`, { timeout: LONG });
  const healthy = () =>
    expect.poll(async () => failed(await verify()), { timeout: LONG, interval: 500 }).toEqual([]);

  /** Breaks something, verifies, mends it and waits until all is well again: what verify said, with exit code 6. */
  async function broken(what: { on: string; by: string; mend: string; fails: string[] }): Promise<Outcome> {
    await run(what.on, what.by);
    let outcome = await verify();
    // a machine that stalls for seconds makes a message late, which is told too: then it is asked again
    for (let again = 0; again < 5 && !isDeepStrictEqual(failed(outcome), what.fails); again += 1) {
      await sleep(2000);
      outcome = await verify();
    }
    expect(failed(outcome), complaints(outcome)).toEqual(what.fails);
    expect(outcome.code).toBe(6);
    await run(what.on, what.mend);
    await healthy();
    return outcome;
  }
  const edit = (file: string, key: string, value: string) =>
    `sed -i.was 's/^${key}=.*/${key}=${value}/' ${CONF}/${file}`;
  const restore = (file: string) => `mv ${CONF}/${file}.was ${CONF}/${file}`;

  test('a fresh deployment is verified in full', () => {
    expect([...new Set(fresh.checks.map(({ check }) => check))]).toEqual([
      'clock',
      'disk',
      'process',
      'boot',
      'ports',
      'answers',
      'configuration',
      'paths',
      'registration',
      'replication',
      'messages',
      'errors',
    ]);
    expect(failed(fresh)).toEqual([]);
  });

  test('a second one quickly', async () => {
    const again = await bed.deploy(inventory);
    expect([...new Set(again.checks.map(({ check }) => check))]).toEqual([
      'process',
      'boot',
      'ports',
      'registration',
    ]);
  });

  test('a cluster that works: exit code 0, a message through every master to every slave, the topic gone', async () => {
    const outcome = await verify();
    expect(outcome.code, complaints(outcome)).toBe(0);
    const messages = outcome.checks.filter(({ check }) => check === 'messages');
    expect(messages.map(({ instance, status }) => `${instance} ${status}`).sort()).toEqual([
      'broker-a pass',
      'broker-a-s pass',
      'broker-b pass',
      'broker-b-s pass',
    ]);
    expect(messages[0]?.values?.['p50Ms']).toBeGreaterThan(0);
    const topics = await run('h1', `cat /usr/local/rocketmq/store/broker-a/config/topics.json`);
    expect(topics.stdout).not.toContain('rmqctl_verify');
  });

  test('--no-messages sends none', async () => {
    const outcome = await verify('--no-messages');
    expect(outcome.code).toBe(0);
    expect(outcome.checks.filter(({ check }) => check === 'messages')).toEqual([]);
  });

  test('writes a JUnit report and a page, and says at once when it could not', async () => {
    const [xml, page] = [join(bed.directory, 'r.xml'), join(bed.directory, 'r.html')];
    const outcome = await verify('--junit', xml, '--html', page);
    expect(await readFile(xml, 'utf8')).toContain(`tests="${outcome.checks.length}"`);
    expect(junitFaults(await readFile(xml, 'utf8'))).toEqual([]);
    expect(await readFile(page, 'utf8')).toContain('class="dot"');
    expect(await readFile(page, 'utf8')).toContain('The cluster works');
    const nowhere = await verify('--html', join(bed.directory, 'nowhere/r.html'));
    expect(nowhere).toMatchObject({ code: 5, checks: [], diagnostics: [{ code: 'REPORT_UNWRITABLE' }] });
  });

  test('a slave stopped', async () => {
    const outcome = await broken({
      on: 'h2',
      by: `systemctl stop ${unit('broker-a-s')}`,
      mend: `systemctl start ${unit('broker-a-s')}`,
      fails: ['process broker-a-s'],
    });
    const skipped = outcome.checks.filter(({ status }) => status === 'skip');
    const others = skipped.filter(
      ({ detail, instance }) => instance !== 'broker-a-s' && !detail.includes('broker-a-s'),
    );
    expect(others).toEqual([]);
  });

  test('one of two name servers down', async () => {
    await broken({
      on: 'h2',
      by: `systemctl stop ${unit('namesrv-h2')}`,
      mend: `systemctl start ${unit('namesrv-h2')}`,
      fails: ['process namesrv-h2'],
    });
  });

  test('a name server frozen', async () => {
    await broken({
      on: 'h2',
      by: `systemctl kill -s STOP ${unit('namesrv-h2')}`,
      mend: `systemctl kill -s CONT ${unit('namesrv-h2')}`,
      fails: ['process namesrv-h2'],
    });
  });

  test('the replication port blocked between two hosts', async () => {
    const outcome = await broken({
      on: 'h1',
      by: 'firewall-cmd -q --remove-port=10912/tcp',
      mend: 'firewall-cmd -q --add-port=10912/tcp',
      fails: ['paths broker-a-s'],
    });
    expect(outcome.checks.find(({ status }) => status === 'fail')?.detail).toMatch(
      /from h2 to broker-a at .*:10912/,
    );
  });

  test('the same, where what was connected is cut off too', async () => {
    const rule = 'INPUT -p tcp --dport 10912 -j DROP';
    await broken({
      on: 'h1',
      by: `iptables -I ${rule}`,
      mend: `iptables -D ${rule}`,
      fails: ['paths broker-a-s'],
    });
  });

  test('a property edited on the host', async () => {
    const file = 'broker-a.properties';
    await broken({
      on: 'h1',
      by: edit(file, 'flushDiskType', 'ASYNC_FLUSH'),
      mend: restore(file),
      fails: ['configuration broker-a'],
    });
  });

  test('a slave of a wrong broker', async () => {
    const file = 'broker-a-s.properties';
    await run('h2', `${edit(file, 'brokerName', 'broker-x')}; systemctl restart ${unit('broker-a-s')}`);
    await listens('h2', 11011);
    await expect
      .poll(async () => failed(await verify()), { timeout: LONG })
      .toEqual(['configuration broker-a-s']);
    await run('h2', `${restore(file)}; systemctl restart ${unit('broker-a-s')}`);
    await listens('h2', 11011);
    await healthy();
  });

  test('a broker registered by a wrong address', async () => {
    const file = 'broker-b.properties';
    await run('h2', `${edit(file, 'brokerIP1', '10.99.99.99')}; systemctl restart ${unit('broker-b')}`);
    await listens('h2', 10911);
    await expect
      .poll(async () => failed(await verify()), { timeout: LONG })
      .toEqual(['configuration broker-b']);
    await run('h2', `${restore(file)}; systemctl restart ${unit('broker-b')}`);
    await listens('h2', 10911);
    await healthy();
  });

  test('a clock two minutes off', async () => {
    // hosts cannot set their clocks, so the one program that tells the time is made to
    const fake = `if [ "$1" = +%s.%N ]; then echo $(($(/bin/date +%s) + 120)); else exec /bin/date "$@"; fi`;
    await broken({
      on: 'h2',
      by: `printf '%s\\n' '#!/bin/sh' '${fake}' >/usr/local/bin/date; chmod +x /usr/local/bin/date`,
      mend: 'rm /usr/local/bin/date',
      fails: ['clock h2'],
    });
  });

  test('a slave frozen: acknowledgements are not safe', async () => {
    const outcome = await broken({
      on: 'h2',
      by: `systemctl kill -s STOP ${unit('broker-a-s')}`,
      mend: `systemctl kill -s CONT ${unit('broker-a-s')}`,
      fails: ['answers broker-a-s', 'messages broker-a'],
    });
    expect(
      outcome.checks.find(({ check, status }) => check === 'messages' && status === 'fail')?.detail,
    ).toMatch(/acknowledgements are not safe/);
  });

  test('a unit that restarts in a loop', async () => {
    const file = 'broker-a-s.properties';
    await run('h2', `${edit(file, 'brokerId', '-1')}; systemctl kill -s KILL ${unit('broker-a-s')}`);
    await run(
      'h2',
      `until [ "$(systemctl show -P NRestarts ${unit('broker-a-s')})" -ge 3 ]; do sleep 0.2; done`,
      { timeout: LONG },
    );
    const outcome = await verify();
    await run('h2', restore(file));
    expect(outcome.code).toBe(6);
    expect(failed(outcome), complaints(outcome)).toEqual(['process broker-a-s', 'configuration broker-a-s']);
    expect(outcome.checks.find(({ status }) => status === 'fail')?.detail).toMatch(/restarts in a loop/);
  });
});
