import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed, type Inventory } from './cluster.ts';
import { earlierBuild } from './earlier-build.ts';
import { differences } from './host-state.ts';
import { buildWar, getTomcat, whyNoPrograms } from './programs.ts';
import { complaints, named, type Outcome } from './rmqctl.ts';

/**
 * Clusters that an earlier rmqctl deployed go on as they are (docs/decisions/0027): this build finds nothing to change, restarts
 * nothing, and knows what is there. Whoever words templates anew, or changes what a process is started from, sees here what that
 * does to the clusters of every user. The tests follow one another.
 */

/** The build of before RMQCTL_DIGEST was one of meaning; its clusters are to be known by every later one. */
const EARLIER = 'b13fed9';
const TUTORIAL_B = new URL('../../inventories/guide_3.2.6_two_masters.yaml', import.meta.url);
const HEAP = { namesrv: '128m', broker: '256m' };

const reason = whyNoHosts() ?? (await whyNoPrograms());
if (reason !== undefined) console.warn(reason);

describe.skipIf(reason)(`clusters deployed by ${EARLIER}`, () => {
  let bed: TestBed;
  let bin: string;
  let inventories: Readonly<Record<Name, Inventory>>;
  const files = new Map<string, string>();
  /** of each process, by host and unit, its pid and digest */
  let deployed: ReadonlyMap<string, string>;

  type Name = 'pair' | 'second' | 'rootless' | 'guide';
  const NAMES: readonly Name[] = ['pair', 'second', 'rootless', 'guide'];
  const HOSTS = ['h1', 'h2', 'h3', 'h4', 'h5'];

  beforeAll(async () => {
    const building = earlierBuild(EARLIER);
    building.catch(() => undefined); // told below, once there is a bed to take down
    bed = await TestBed.up('earlier', { count: 4 });
    await bed.fleet.more({ count: 1, mode: 'light' });
    const [war, tomcat] = await Promise.all([buildWar(bed.directory), getTomcat(bed.directory)]);
    const guide: Inventory = parse(readFileSync(TUTORIAL_B, 'utf8'));
    inventories = {
      // two masters and two slaves under systemd
      pair: { ...bed.pair(), heap: HEAP },
      // without units, beside the guide's on the same hosts
      second: {
        ...bed.base('h3', 'h4'),
        cluster: 'second',
        mode: 'async',
        supervisor: 'nohup',
        heap: HEAP,
        namesrv: [{ host: 'h3', port: 19876 }],
        brokers: { orders: { master: { host: 'h3', port: 20911 }, slaves: [{ host: 'h4', port: 21011 }] } },
        paths: { home: '/opt/second/home', store: '/opt/second/store', logs: '/opt/second/logs' },
        aliases: 'second',
      },
      // a host without systemd, and a login that is nobody special
      rootless: {
        ...bed.base('h5'),
        ssh: { identity: bed.fleet.key, knownHosts: bed.fleet.knownHosts, user: 'ops' },
        mode: 'single',
        heap: HEAP,
        namesrv: ['h5'],
        brokers: { lonely: ['h5'] },
        properties: { fileReservedTime: 48 },
      },
      // 3.2.6, whose logback files are changed in place, and the console in a Tomcat
      guide: {
        ...guide,
        hosts: { node1: bed.fleet.host('h3').ip, node2: bed.fleet.host('h4').ip },
        ssh: { identity: bed.fleet.key, knownHosts: bed.fleet.knownHosts },
        distribution: { source: 'maven' },
        heap: { ...HEAP, console: '128m' },
        console: {
          host: 'node1',
          war,
          tomcat,
          properties: { throwDone: false },
        },
      },
    };
    for (const name of NAMES) files.set(name, await bed.write(`${name}.json`, inventories[name]));
    bin = await building;
    const made = async (name: Name): Promise<void> => {
      const outcome = await earlier('deploy', file(name), '--verify', 'none');
      expect(outcome.code, complaints(outcome)).toBe(0);
    };
    const both = async (): Promise<void> => {
      await made('guide');
      await made('second');
    };
    await Promise.all([made('pair'), both(), made('rootless')]);
    deployed = await running();
  });
  afterAll(() => bed?.down());

  /** Every process that rmqctl started, by its environment. */
  const running = async (): Promise<ReadonlyMap<string, string>> => {
    const list = `cd /proc && for pid in [0-9]*; do
      [ "$(cat "$pid/comm" 2>/dev/null)" = java ] || continue
      set -- $(tr '\\0' '\\n' <"$pid/environ" | sed -n 's/^RMQCTL_UNIT=//p; s/^RMQCTL_DIGEST=//p')
      [ $# != 2 ] || echo "$1=$pid $2"
    done`;
    const found = await Promise.all(
      HOSTS.map(async (host) => (await bed.out(host, list)).split('\n').map((line) => `${host} ${line}`)),
    );
    return new Map(found.flat().map((line) => [line.split('=')[0]!, line.split('=')[1]!]));
  };

  const file = (name: Name): string => files.get(name)!;
  /** The same command by the earlier build. */
  const earlier = (...args: string[]): Promise<Outcome> => bed.rmqctl(args, { bin, timeout: 300_000 });
  const written = (name: string, of: Name, change: Inventory): Promise<string> =>
    bed.write(`${name}.json`, { ...inventories[of], ...change });

  test('run as the earlier build started them', () => {
    expect(deployed.size).toBe(16);
    const digests = [...deployed.values()].map((process) => process.split(' ')[1]);
    expect(digests).toEqual(digests.map(() => expect.stringMatching(/^[0-9a-f]{16}$/)));
  });

  test('plan finds nothing to change', async () => {
    const plans = await Promise.all(NAMES.map((name) => bed.rmqctl(['plan', file(name), '--check'])));
    expect(plans.map(({ steps }) => steps.map(named))).toEqual(NAMES.map(() => []));
    expect(plans.map(({ code }) => code)).toEqual(NAMES.map(() => 0));
  });

  test('deploy and verify change nothing, and every process goes on', async () => {
    const runs = await Promise.all(NAMES.map((name) => bed.deploy(file(name))));
    expect(runs.map(({ steps }) => steps.map(named))).toEqual(NAMES.map(() => []));
    const checks = runs.flatMap((run) => run.checks.filter(({ check }) => check === 'process'));
    expect(checks.map(({ status, instance }) => `${instance} ${status}`)).toEqual(
      checks.map(({ instance }) => `${instance} pass`),
    );
    expect(checks).toHaveLength(deployed.size);
    expect(differences(deployed, await running())).toEqual([]);
  });

  test('and the earlier build finds nothing to change after it', async () => {
    const planned = await earlier('plan', file('pair'));
    expect([planned.code, planned.steps.map(named)]).toEqual([0, []]);
  });

  test('a plan reviewed with the earlier build is read, and refused as out of date', async () => {
    const reviewed = join(bed.directory, 'reviewed.json');
    expect((await earlier('plan', file('pair'), '-o', reviewed)).code).toBe(0);
    const refused = await bed.rmqctl(['deploy', reviewed]);
    expect(refused.code).toBe(8);
    const [error] = refused.diagnostics.filter(({ severity }) => severity === 'error');
    expect(error).toMatchObject({ code: 'PLAN_OUT_OF_DATE', message: expect.stringContaining(EARLIER) });
  });

  test('what an earlier manifest remembers is known: an instance that left is stopped and cleaned up', async () => {
    const smaller = await written('smaller', 'second', {
      mode: 'single',
      brokers: { orders: { master: { host: 'h3', port: 20911 } } },
    });
    const { steps } = await bed.rmqctl(['plan', smaller]);
    expect(steps.map(named)).toEqual(
      expect.arrayContaining([
        'h4 service:second-orders-s.service stop',
        'h4 file:/opt/second/home/bin/start-orders-s.sh delete',
      ]),
    );
  });

  test('a property of one broker restarts it alone, and its digest is one of today', async () => {
    const changed = await written('changed', 'rootless', { properties: { fileReservedTime: 24 } });
    const { steps } = await bed.deploy(changed, '--verify', 'none');
    const run = steps.map(({ instance, action }) => `${instance} ${action}`);
    expect(run.filter((step) => step.endsWith('restart'))).toEqual(['lonely restart']);
    const now = await running();
    expect(differences(deployed, now)).toEqual(['h5 rocketmq-cluster-lonely.service']);
    expect(now.get('h5 rocketmq-cluster-lonely.service')).toMatch(/ 2:[0-9a-f]{16}$/);
    const again = await bed.rmqctl(['plan', changed]);
    expect([again.code, again.steps.map(named)]).toEqual([0, []]);
  });

  test('a file that somebody wrote since the start of an earlier process restarts it', async () => {
    const config = '/opt/second/home/conf/2m-2s-async/orders.properties';
    const planned = async (): Promise<string[]> =>
      (await bed.rmqctl(['plan', file('second')])).steps.map(named);
    await bed.out('h3', `cp -p ${config} /tmp/kept && touch ${config}`);
    expect(await planned()).toEqual(['h3 service:second-orders.service restart']);
    await bed.out('h3', `cp -p /tmp/kept ${config}`);
    expect(await planned()).toEqual([]);
  });
});
