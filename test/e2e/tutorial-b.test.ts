import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed, type Inventory } from './cluster.ts';
import { allProcesses, differences, openPorts, reaches } from './host-state.ts';
import { clusterList, createTopic, mqadmin, type Admin } from './mqadmin.ts';
import { buildWar, getTomcat, whyNoPrograms } from './programs.ts';
import { complaints, named, startRmqctl } from './rmqctl.ts';

/** The guide "alibaba-rocketmq 3.2.6: two masters", by its example inventory, with the console in a Tomcat (B1 to B4). */

const VERSION = '3.2.6';
const EXAMPLE = new URL('../../inventories/guide_3.2.6_two_masters.yaml', import.meta.url);
const HOME = '/software/alibaba-rocketmq';
const LOGS = '/software/rocketmq/logs';
const CONSOLE = '/software/rocketmq-cluster-console';
const CONFIG = `${CONSOLE}/webapps/rocketmq-console/WEB-INF/classes/config.properties`;

const reason = whyNoHosts() ?? (await whyNoPrograms());
if (reason !== undefined) console.warn(reason);

describe.skipIf(reason)('alibaba-rocketmq 3.2.6, two masters, and the console', () => {
  let bed: TestBed;
  let inventory: Inventory;
  let file: string;
  let admin: Admin;

  beforeAll(async () => {
    bed = await TestBed.up('tutorial-b', { count: 2 });
    const [h1, h2] = ['h1', 'h2'].map((name) => bed.fleet.host(name).ip);
    const { key, knownHosts } = bed.fleet;
    const example: Inventory = parse(readFileSync(EXAMPLE, 'utf8'));
    inventory = {
      ...example,
      hosts: { node1: h1, node2: h2 },
      ssh: { identity: key, knownHosts },
      distribution: { source: 'maven' },
      // what 3.2.6 reads, and newer releases spell otherwise
      properties: { mapedFileSizeCommitLog: 134_217_728, deleteWhen: '04', fileReservedTime: 120 },
      console: {
        host: 'node1',
        war: await buildWar(bed.directory),
        tomcat: await getTomcat(bed.directory),
        properties: { throwDone: false },
      },
    };
    file = await bed.write('b.json', inventory);
    admin = { fleet: bed.fleet, host: 'h1', nameServer: `${h1}:9876`, home: HOME };
    const fetched = await bed.rmqctl(['fetch', VERSION], { timeout: 300_000 });
    expect(fetched.code, complaints(fetched)).toBe(0);
  });
  afterAll(() => bed?.down());

  const page = async (host: string, path = '/rocketmq-console/'): Promise<string> => {
    const url = `http://${bed.fleet.host(host).ip}:8080${path}`;
    return (await bed.fleet.control(['curl', '-s', '--max-time', '60', url])).stdout;
  };
  const nameServers = () => ['h1', 'h2'].map((name) => `${bed.fleet.host(name).ip}:9876`).join(';');

  test('is deployed, and verified with a message through each master', async () => {
    const { checks } = await bed.deploy(file, '--verify', 'full');
    const of = (check: string) => checks.filter((each) => each.check === check);
    expect(of('registration').map(({ detail }) => detail)).toEqual([
      'knows broker-a, broker-b',
      'knows broker-a, broker-b',
    ]);
    expect(of('messages').map(({ instance, status }) => `${instance} ${status}`)).toEqual([
      'broker-a pass',
      'broker-b pass',
    ]);
    expect(of('configuration').every(({ status }) => status === 'pass')).toBe(true);
    expect(of('page').map(({ detail }) => detail)).toEqual([
      `http://${bed.fleet.host('h1').ip}:8080/rocketmq-console/ answers 200`,
    ]);
  });

  test("3.2.6's own mqadmin sees both masters on both name servers, and makes a topic on both", async () => {
    const [h1, h2] = ['h1', 'h2'].map((name) => bed.fleet.host(name).ip);
    for (const nameServer of [`${h1}:9876`, `${h2}:9876`]) {
      expect(await clusterList({ ...admin, nameServer })).toEqual([
        `rocketmq-cluster broker-a 0 ${h1}:10911`,
        `rocketmq-cluster broker-b 0 ${h2}:10911`,
      ]);
    }
    await createTopic(admin, 'rocketmq-cluster', 'judged');
    const route = await mqadmin(admin, 'topicRoute', '-t judged');
    expect(route).toContain(`${h1}:10911`);
    expect(route).toContain(`${h2}:10911`);
  });

  test("the running brokers have 3.2.6's keys, as they report them", async () => {
    const { checks } = await bed.rmqctl(['verify', file, '--no-messages', '--limit', 'broker-*']);
    const told = checks.filter(({ check }) => check === 'configuration');
    expect(told.map(({ detail }) => detail)).toEqual(
      told.map(() => expect.stringMatching(/^14 keys are the same rendered, in the file and running$/)),
    );
    const rendered = await bed.out('h1', `cat ${HOME}/conf/2m-noslave/broker-a.properties`);
    expect(rendered.split('\n')).toEqual(
      expect.arrayContaining(['mapedFileSizeCommitLog=134217728', 'deleteWhen=04', 'fileReservedTime=120']),
    );
    // the files of its commit log are of the size that the key asks for
    expect(
      await bed.out('h1', 'stat -c %s /software/rocketmq/store/broker-a/commitlog/00000000000000000000'),
    ).toBe('134217728');
  });

  test('each process has the heap of the guide, and one main class of 3.2.6', async () => {
    for (const host of ['h1', 'h2']) {
      const running = await allProcesses(bed.fleet, host);
      const servers = [...running].filter(([name]) => name !== 'console');
      expect(servers).toHaveLength(2);
      for (const [, pid] of servers) {
        const words = (await bed.out(host, `tr '\\0' '\\n' </proc/${pid}/cmdline`)).split('\n');
        expect(words).toEqual(expect.arrayContaining(['-Xms1g', '-Xmx1g', '-Xmn512m']));
        expect(words.filter((word) => word.startsWith('com.alibaba.rocketmq.'))).toHaveLength(1);
      }
    }
  });

  test('no ${user.home} is left in its logback files, and the logs are where they should be', async () => {
    for (const [host, broker, namesrv] of [
      ['h1', 'broker-a', 'namesrv-node1'],
      ['h2', 'broker-b', 'namesrv-node2'],
    ] as const) {
      expect(
        await bed.out(host, `grep -lF '\${user.home}' ${HOME}/conf/*.xml; ls ${HOME}/conf/*.xml | wc -l`),
      ).toBe('3');
      expect(
        await bed.out(host, `grep -c 'boot success' ${LOGS}/${broker}/logs/rocketmqlogs/broker.log`),
      ).toBe('1');
      expect(
        await bed.out(host, `grep -c 'boot success' ${LOGS}/${namesrv}/logs/rocketmqlogs/namesrv.log`),
      ).toBe('1');
      expect(await bed.out(host, `ls -d /logs ${HOME}/logs ${HOME}/*/logs 2>/dev/null | wc -l`)).toBe('0');
    }
  });

  test('the console shows our name servers and its other settings, through the firewall', async () => {
    expect((await page('h1')).trim().split('\n')).toEqual([
      `rocketmq.namesrv.addr=[${nameServers()}]`,
      'throwDone=[false]',
    ]);
    expect(await bed.out('h1', `cat ${CONFIG}`)).toBe(
      `# settings of the console\nrocketmq.namesrv.addr=${nameServers()}\nthrowDone=false`,
    );
    expect(await bed.out('h1', `tr -cd '\\r' <${CONFIG} | wc -c`)).toBe('0');
    expect(await bed.out('h1', `ls ${CONSOLE}/webapps`)).toBe('rocketmq-console');
    expect(await bed.out('h1', `stat -c %U ${CONSOLE} ${CONFIG} | sort -u`)).toBe('rocketmq');
    expect(await bed.out('h1', 'systemctl is-enabled rocketmq-cluster-console')).toBe('enabled');
    expect(await openPorts(bed.fleet, 'h1')).toContain(8080);
    expect(await reaches(bed.fleet, 'h2', 'h1', 8080)).toBe(true);
  });

  test('again, nothing is changed', async () => {
    expect((await bed.deploy(file)).summary.changed).toBe(0);
  });

  test('a setting that was changed by hand is put back, and the console alone restarted', async () => {
    const before = await allProcesses(bed.fleet, 'h1', 'h2');
    await bed.out(
      'h1',
      `sed -i 's/^rocketmq.namesrv.addr=.*/rocketmq.namesrv.addr=127.0.0.1:9876/' ${CONFIG}`,
    );
    const { steps } = await bed.deploy(file);
    expect(steps.map(named)).toEqual([
      `node1 file:${CONFIG} update`,
      'node1 service:rocketmq-cluster-console.service restart',
    ]);
    expect(differences(before, await allProcesses(bed.fleet, 'h1', 'h2'))).toEqual(['console']);
    expect(await page('h1')).toContain(`[${nameServers()}]`);
  });

  test('a name server with another address changes the console and restarts it alone', async () => {
    const other = bed.fleet.host('h2').ip.replace(/\d+$/, '212');
    const device = await bed.out('h2', `ip -o addr show to ${bed.fleet.host('h2').ip} | awk '{print $2}'`);
    await bed.out('h2', `ip addr add ${other}/16 dev ${device.split('@')[0]}`);
    const moved = await bed.write('moved.json', {
      ...inventory,
      namesrv: ['node1', { host: 'node2', address: other }],
    });
    const before = await allProcesses(bed.fleet, 'h1', 'h2');
    const { steps } = await bed.deploy(moved);
    expect(steps.map(named)).toContain(`node1 file:${CONFIG} update`);
    expect(steps.filter(({ action }) => action === 'restart').map(named)).toEqual([
      'node1 service:rocketmq-cluster-console.service restart',
    ]);
    expect(differences(before, await allProcesses(bed.fleet, 'h1', 'h2'))).toEqual(['console']);
    expect(await page('h1')).toContain(`[${bed.fleet.host('h1').ip}:9876;${other}:9876]`);
    await bed.deploy(file);
  });

  test('rmqctl dashboard leads a port of this machine to it, until interrupted', async () => {
    const url = 'http://127.0.0.1:18080/rocketmq-console/';
    const running = startRmqctl(bed.fleet, ['dashboard', file, '--port', '18080']);
    await running.said(/"code":"PAGE_OPEN"/);
    const look = () => bed.fleet.control(['curl', '-s', '--max-time', '60', url]);
    expect((await look()).stdout).toContain(`[${nameServers()}]`);
    running.process.kill('SIGINT');
    const { stdout, code } = await running.result;
    expect(stdout).toContain(url);
    expect(code).toBe(0);
    expect((await look()).code).not.toBe(0);
  });

  test('stop, status, start, logs and destroy know the console as any other instance', async () => {
    const ran = (...args: string[]) => bed.rmqctl(args);
    expect((await ran('stop', file, '--limit', 'console', '--yes')).code).toBe(0);
    const { stdout, code } = await ran('status', file);
    expect(code).toBe(6);
    expect(stdout).toMatch(/"instance":"console"[^\n]*"state":"down"/);
    const { checks } = await ran('verify', file, '--no-messages');
    expect(checks.filter(({ status }) => status === 'fail').map(({ instance }) => instance)).toContain(
      'console',
    );
    expect((await ran('start', file)).code).toBe(0);
    expect(await page('h1')).toContain(`[${nameServers()}]`);
    expect((await ran('logs', file, '--limit', 'console', '-n', '50')).stdout).toContain('Server startup in');

    const without: Inventory = { ...inventory, console: undefined };
    const { steps } = await bed.deploy(await bed.write('without.json', without));
    expect(steps.map(named)).toContain(`node1 program:${CONSOLE} delete`);
    expect(
      await bed.out(
        'h1',
        `ls -d ${CONSOLE} /etc/systemd/system/rocketmq-cluster-console.service 2>/dev/null | wc -l`,
      ),
    ).toBe('0');
    expect(await openPorts(bed.fleet, 'h1')).not.toContain(8080);
  });
});
