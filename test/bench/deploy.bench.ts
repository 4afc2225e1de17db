import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet, whyNoHosts } from '../bed/hosts.ts';
import { probeScripts } from './probe-scripts.ts';
import { inTurn, median, report, seconds, shell } from './measure.ts';

/**
 * How fast a deployment is, as a ratio to the same job done by hand in the same run.
 *
 * RMQCTL_FLOOR names the hand-written floor: a script called with KEY ARCHIVE JAVA_HOME HEAP HOST1 HOST2 that does the job of
 * tutorial A over plain ssh, without checks. RMQCTL_ROUNDS: how often each is measured, default 5.
 */
const FLOOR = resolve(process.env['RMQCTL_FLOOR'] ?? '../shared/bench/floor.sh');
const ROUNDS = Number(process.env['RMQCTL_ROUNDS'] ?? 5);
const VERSION = '4.9.4';
const HEAP = '512m';
const JAVA_HOME = '/usr/lib/jvm/java-17-openjdk-amd64';
const RMQCTL = resolve(process.env['RMQCTL_BIN'] ?? 'bin/rmqctl.js');

const reason = whyNoHosts() ?? (existsSync(FLOOR) ? undefined : `${FLOOR} is missing: set RMQCTL_FLOOR`);

describe.skipIf(reason)(`two hosts, ${ROUNDS} rounds${reason === undefined ? '' : ` (${reason})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'rmqctl-bench-'));
  const archive = join(folder, `rocketmq-all-${VERSION}-bin-release.tar.gz`);
  const inventory = join(folder, 'inventory.yaml');

  beforeAll(async () => {
    const name = `rocketmq-all-${VERSION}-bin-release`;
    const build = `node ${RMQCTL} fetch ${VERSION} -o release.tar.gz && mkdir ${name} && tar xzf release.tar.gz -C ${name} && tar czf ${archive} ${name}`;
    await seconds(() => shell(`cd ${folder} && ${build}`));
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function onFreshHosts(work: (fleet: Fleet) => Promise<number>): Promise<number> {
    const fleet = await Fleet.up({ count: 2, name: 'bench' });
    try {
      await Promise.all(
        fleet.hosts.map((host) => fleet.exec(host, 'timeout 20 systemctl is-system-running --wait')),
      );
      writeFileSync(inventory, inventoryOf(fleet));
      return await work(fleet);
    } finally {
      // the floor leaves its control connections open
      for (const { ip } of fleet.hosts) rmSync(`/tmp/floor-${ip}`, { force: true });
      await fleet.down();
    }
  }

  function inventoryOf(fleet: Fleet): string {
    const [one, two] = fleet.hosts;
    return JSON.stringify({
      cluster: 'rocketmq-cluster',
      version: VERSION,
      mode: 'sync',
      ssh: { identity: fleet.key, knownHosts: fleet.knownHosts },
      hosts: { node1: one!.ip, node2: two!.ip },
      namesrv: ['node1', 'node2'],
      brokers: { 'broker-a': ['node1', 'node2'], 'broker-b': ['node2', 'node1'] },
      java: { home: JAVA_HOME },
      heap: { namesrv: HEAP, broker: HEAP },
    });
  }

  const deploy = (fleet: Fleet) =>
    seconds(() => fleet.control(['node', RMQCTL, 'deploy', inventory, '--json'], { timeout: 300_000 }));

  test('a fresh deploy takes no more than 1.5 times the floor', { timeout: 3_600_000 }, async () => {
    const times = await inTurn(
      ROUNDS,
      () => onFreshHosts(deploy),
      () =>
        onFreshHosts((fleet) => {
          const [one, two] = fleet.hosts;
          const words = [FLOOR, fleet.key, archive, JAVA_HOME, HEAP, one!.ip, two!.ip] as const;
          return seconds(() => fleet.control(['bash', ...words], { timeout: 300_000 }));
        }),
    );
    console.log(report('fresh deploy / floor', times, 1.5));
    expect(median(times.a) / median(times.b)).toBeLessThanOrEqual(1.5);
  });

  test(
    'a run that changes nothing takes no more than 3 times one ssh a host',
    { timeout: 900_000 },
    async () => {
      await onFreshHosts(async (fleet) => {
        await deploy(fleet);
        const scripts = await probeScripts(inventory, folder);
        const ssh = `ssh -i ${fleet.key} -o UserKnownHostsFile=${fleet.knownHosts} -o StrictHostKeyChecking=yes`;
        const line = fleet.hosts
          .map(({ ip }, index) => `${ssh} root@${ip} sh <${scripts[index]} >/dev/null & pids="$pids $!"`)
          .join('\n');
        const probe = join(folder, 'probe.sh');
        writeFileSync(probe, `pids=\n${line}\nfor pid in $pids; do wait "$pid" || exit 1; done\n`);
        const times = await inTurn(
          ROUNDS,
          () => deploy(fleet),
          () => seconds(() => fleet.control(['bash', probe])),
        );
        console.log(report('deploy without a change / plain ssh with the same probe', times, 3));
        expect(median(times.a) / median(times.b)).toBeLessThanOrEqual(3);
        return 0;
      });
    },
  );
});
