import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed, type Inventory } from './cluster.ts';
import { allProcesses, differences, openPorts } from './host-state.ts';
import { buildDashboard, whyNoPrograms } from './programs.ts';
import { complaints } from './rmqctl.ts';

/** rocketmq-dashboard (A13): a jar that obeys its options and shows them, on a host beside the cluster. */

const HOME = '/usr/local/rocketmq-cluster-dashboard';
const DATA = '/var/log/rocketmq/dashboard/data';

const reason = whyNoHosts() ?? (await whyNoPrograms());
if (reason !== undefined) console.warn(reason);

describe.skipIf(reason)('a dashboard', () => {
  let bed: TestBed;
  let jars: Record<'1.0.0' | '2.1.0', string>;

  beforeAll(async () => {
    bed = await TestBed.up('dashboard', { count: 2 });
    jars = {
      '1.0.0': await buildDashboard(bed.directory, '1.0.0'),
      '2.1.0': await buildDashboard(bed.directory, '2.1.0'),
    };
  });
  afterAll(() => bed?.down());

  /** One broker on h1, and the dashboard on h2, which has nothing else. */
  const cluster = (dashboard: Inventory): Inventory => ({
    ...bed.base('h1', 'h2'),
    mode: 'single',
    namesrv: ['h1'],
    brokers: { 'broker-a': ['h1'] },
    dashboard: { host: 'h2', heap: '64m', ...dashboard },
  });
  const page = async (): Promise<Map<string, string>> => {
    const url = `http://${bed.fleet.host('h2').ip}:8080/`;
    const { stdout } = await bed.fleet.control(['curl', '-s', '--max-time', '60', url]);
    return new Map(
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
    );
  };
  const nameServer = () => `${bed.fleet.host('h1').ip}:9876`;

  test('of 1.0.0 has our name server, our port, and its data out of /tmp', async () => {
    const inventory = await bed.write('one.json', cluster({ archive: jars['1.0.0'] }));
    const { checks } = await bed.deploy(inventory);
    expect(checks.filter(({ check }) => check === 'page').map(({ status }) => status)).toEqual(['pass']);
    const options = await page();
    expect(options.get('rocketmq.config.namesrvAddr')).toBe(nameServer());
    expect(options.has('rocketmq.config.namesrvAddrs[0]')).toBe(false);
    expect(options.get('server.port')).toBe('8080');
    expect(options.get('rocketmq.config.dataPath')).toBe(DATA);
    expect(options.get('rocketmq.config.loginRequired')).toBe('false');
    expect(options.get('user.home')).toBe('/var/log/rocketmq/dashboard');
    expect(await openPorts(bed.fleet, 'h2')).toEqual([8080]);
    // nothing of the release is on its host
    expect(await bed.out('h2', 'ls -d /usr/local/rocketmq-* /etc/profile.d/rocketmq.sh 2>/dev/null')).toBe(
      HOME,
    );
    expect((await bed.deploy(inventory)).summary.changed).toBe(0);
  });

  test('of 2.1.0 takes its place, with a list, users and settings, and is restarted alone', async () => {
    const before = await allProcesses(bed.fleet, 'h1', 'h2');
    const inventory = await bed.write(
      'two.json',
      cluster({
        archive: jars['2.1.0'],
        users: { admin: { password: '${DASHBOARD_PASSWORD}', admin: true }, reader: 'look-not-touch' },
        properties: { 'rocketmq.config.useTLS': true },
      }),
    );
    const env = { ...process.env, DASHBOARD_PASSWORD: 'open-sesame' };
    const outcome = await bed.rmqctl(['deploy', inventory], { env });
    expect(outcome.code, complaints(outcome)).toBe(0);
    expect(differences(before, await allProcesses(bed.fleet, 'h1', 'h2'))).toEqual(['dashboard']);
    const options = await page();
    expect(options.get('rocketmq.config.namesrvAddrs[0]')).toBe(nameServer());
    expect(options.get('rocketmq.config.loginRequired')).toBe('true');
    expect(options.get('rocketmq.config.useTLS')).toBe('true');
    // of the hosts' JDKs, one that 2.1.0 can run on
    expect(Number(options.get('java.version')?.split('.')[0])).toBeGreaterThanOrEqual(17);
    const users = `${DATA}/users.properties`;
    expect(await bed.out('h2', `cat ${users}`)).toBe('admin=open-sesame,1\nreader=look-not-touch,0');
    expect(await bed.out('h2', `stat -c '%a %U' ${users}`)).toBe('600 rocketmq');
    expect(outcome.stdout).not.toMatch(/open-sesame|look-not-touch/);
    expect(
      await bed.out('h2', "grep -rlE 'open-sesame|look-not-touch' /var/lib/rmqctl /etc /usr/local || :"),
    ).toBe('');
    expect((await bed.rmqctl(['deploy', inventory], { env })).summary.changed).toBe(0);
  });

  test('that does not answer fails its step, and tells what its console says', async () => {
    const inventory = await bed.write(
      'broken.json',
      cluster({ archive: jars['2.1.0'], jvm: ['-XX:NoSuchOptionAtAll'] }),
    );
    const { code, steps } = await bed.rmqctl(['deploy', inventory]);
    expect(code).toBe(5);
    const failed = steps.filter(({ status }) => status === 'failed');
    expect(failed.map(({ resource }) => resource)).toEqual(['service:rocketmq-cluster-dashboard.service']);
    expect(JSON.stringify(failed)).toContain('NoSuchOptionAtAll');
    await bed.deploy(await bed.write('one.json', cluster({ archive: jars['1.0.0'] })));
  });

  test('is stopped, started and destroyed without its jar, which deploy alone needs', async () => {
    const inventory = await bed.write('one.json', cluster({ archive: jars['1.0.0'] }));
    await rm(jars['1.0.0']);
    const refused = await bed.rmqctl(['deploy', inventory]);
    expect(refused.code).toBe(3);
    expect(refused.diagnostics.map(({ code }) => code)).toContain('PROGRAM_FILE_MISSING');
    const stopped = await bed.rmqctl(['stop', inventory, '--limit', 'dashboard']);
    expect(stopped.code, complaints(stopped)).toBe(0);
    expect(stopped.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'PROGRAM_FILE_MISSING', severity: 'warning' }),
    );
    const shut = await bed.rmqctl(['dashboard', inventory]);
    expect(shut.code).toBe(4);
    expect(shut.diagnostics.at(-1)?.hint).toContain('rmqctl start');
    const started = await bed.rmqctl(['start', inventory]);
    expect(started.code, complaints(started)).toBe(0);
    const verified = await bed.rmqctl(['verify', inventory, '--no-messages', '--limit', 'dashboard']);
    expect(verified.code, complaints(verified)).toBe(0);
  });

  test('goes with its cluster, and leaves the host as it was', async () => {
    const inventory = await bed.write('one.json', cluster({ archive: jars['1.0.0'] }));
    const { code } = await bed.rmqctl(['destroy', inventory, '--yes', '--purge-store']);
    expect(code).toBe(0);
    expect(await bed.out('h2', `ls -d ${HOME} /var/log/rocketmq /var/lib/rmqctl 2>/dev/null | wc -l`)).toBe(
      '0',
    );
    expect(await bed.out('h2', 'id -u rocketmq 2>/dev/null | wc -l')).toBe('0');
    expect(await openPorts(bed.fleet, 'h2')).not.toContain(8080);
  });
});
