import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { run } from '../bed/run.ts';
import { TestBed, type Inventory } from './cluster.ts';
import { allProcesses, differences, files, openPorts, reaches } from './host-state.ts';
import { BIN, complaints, VERSION, type Outcome } from './rmqctl.ts';

/**
 * How hosts are prepared: two of them, behind a restricted firewall, run a broker as a user of their own, tuned, from an archive
 * that they download; a third is a stranger. At the end they are as they were. The tests follow one another.
 */

const HOSTS = ['h1', 'h2'] as const;
const KERNEL = 'sysctl -n vm.max_map_count vm.overcommit_memory vm.swappiness | grep .';
const JDK = '/opt/jdk-of-our-own';
/** Notes what it is asked to do: there is no SELinux here. */
const FAKE_RESTORECON = `printf '%s\\n' '#!/bin/sh' 'echo "$*" >>/var/tmp/relabelled' >/usr/local/sbin/restorecon &&
  chmod 755 /usr/local/sbin/restorecon`;
/** What was renamed into its place on h1: in none of the ways of the system's own programs, which label by themselves. */
const RELEASE = `/usr/local/rocketmq-all-${VERSION}-bin-release`;
const RELABELLED = [
  RELEASE,
  `${RELEASE}/conf/2m-2s-sync/broker-a.properties`,
  `${RELEASE}/bin/start-broker-a.sh`,
  '/etc/hosts',
  '/etc/profile.d/rocketmq.sh',
  '/etc/sysctl.d/90-rmqctl-rocketmq-cluster.conf',
  '/etc/systemd/system/rocketmq-cluster-broker-a.service',
];
const PATIENT = { timeout: 60_000, interval: 300 };

describe.skipIf(whyNoHosts())('the preparation of hosts', () => {
  let bed: TestBed;
  let before: Awaited<ReturnType<typeof state>>;
  let base: Inventory;
  let archive: string;
  let sha512: string;

  beforeAll(async () => {
    bed = await TestBed.up('prepare', { count: 3 });
    const java = await bed.out('h1', 'dirname "$(dirname "$(readlink -f "$(command -v java)")")"');
    await Promise.all(HOSTS.map((host) => bed.fleet.exec(host, `cp -as ${java} ${JDK}`)));
    archive = await tarGz(bed.directory);
    sha512 = createHash('sha512')
      .update(await readFile(archive))
      .digest('hex');
    const { key, knownHosts } = bed.fleet;
    base = {
      ...bed.base(...HOSTS),
      ssh: { identity: key, knownHosts, user: 'ops', become: true },
      mode: 'sync',
      namesrv: ['h1'],
      brokers: { 'broker-a': [...HOSTS] },
      user: 'mq',
      java: { home: JDK },
    };
    await Promise.all(HOSTS.map((host) => settle(host)));
    await bed.fleet.exec('h1', FAKE_RESTORECON);
    before = await state();
  });
  afterAll(() => bed?.down());

  /** Everything that a deployment may touch. */
  const state = () =>
    Promise.all(
      HOSTS.map(async (host) => ({
        files: await files(
          bed.fleet,
          host,
          '/etc',
          '/usr/local',
          '/var/lib/rmqctl',
          '/var/log/rocketmq',
          '/run/rmqctl',
        ),
        users: await bed.out(host, 'cut -d: -f1 /etc/passwd /etc/group | sort'),
        ports: await openPorts(bed.fleet, host),
        rules: await bed.out(
          host,
          'firewall-cmd --list-rich-rules; firewall-cmd --permanent --list-rich-rules',
        ),
        firewalld: await bed.out(host, 'systemctl is-active firewalld; systemctl is-enabled firewalld'),
        kernel: await bed.out(host, KERNEL),
        units: await bed.out(host, "systemctl list-unit-files --no-legend 'rocketmq*'"),
      })),
    );

  /** Lets firewalld and useradd write their files once in the form that they give them, so that these can be compared byte for byte. */
  async function settle(host: string): Promise<void> {
    const { code, stderr } = await bed.fleet.exec(
      host,
      `set -e
      firewall-cmd -q --permanent --add-port=1/tcp; firewall-cmd -q --permanent --remove-port=1/tcp
      useradd --system nobody-yet; userdel nobody-yet`,
    );
    expect(code, stderr).toBe(0);
  }

  /** What is so afterwards is asked of the hosts themselves; only the first deployment proves itself as well. */
  async function deploy(inventory: Inventory, verify = 'none'): Promise<Outcome> {
    return bed.deploy(await bed.write('fleet.yaml', inventory), '--verify', verify);
  }

  /** Which of three ports of h1 - name server, broker, replication - a host gets through to. */
  async function open(from: string): Promise<number[]> {
    const ports = [9876, 10911, 10912];
    const found = await Promise.all(ports.map((port) => reaches(bed.fleet, from, 'h1', port)));
    return ports.filter((_, i) => found[i]);
  }

  /** h1 without h2. */
  const alone = (): Inventory => {
    const hosts = { h1: bed.fleet.host('h1').ip };
    return { ...base, mode: 'masters', hosts, brokers: { 'broker-a': ['h1'] } };
  };

  const restricted = (...clients: string[]): Inventory => ({ mode: 'auto', restrict: true, clients });
  const stranger = (): string => bed.fleet.host('h3').ip;

  test('an archive that cannot be unpacked there is refused before anything is changed', async () => {
    await bed.fleet.exec('h2', 'mv /usr/bin/unzip /usr/bin/unzip.away');
    const distribution = { archive: 'http://10.255.255.1/r.zip', sha512, via: 'pull' };
    const inventory = await bed.write('zip.yaml', { ...base, distribution });
    const outcome = await bed.rmqctl(['deploy', inventory]);
    await bed.fleet.exec('h2', 'mv /usr/bin/unzip.away /usr/bin/unzip');
    expect(outcome.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'UNPACKER_MISSING', host: 'h2' }),
    );
    expect(outcome.steps).toEqual([]);
  });

  test('hosts download the release, and run it as their own user, by their Java, tuned', async () => {
    const server = await serve(bed, archive);
    const distribution = { archive: `${server.url}/r.tar.gz`, sha512, via: 'pull' };
    base = { ...base, distribution, tuning: true, firewall: restricted() };
    try {
      const outcome = await deploy(base, 'quick');
      expect(outcome.steps.map(({ summary }) => summary)).toContainEqual(
        expect.stringMatching(/^download RocketMQ/),
      );
    } finally {
      server.close();
    }
    const pids = await allProcesses(bed.fleet, ...HOSTS);
    expect([...pids.keys()].sort()).toEqual(['broker-a', 'broker-a-s', 'namesrv-h1']);
    const pid = pids.get('broker-a')!;
    expect(await bed.out('h1', `ps -o user= -p ${pid}`)).toBe('mq');
    expect(await bed.out('h1', `tr '\\0' '\\n' </proc/${pid}/environ | grep ^JAVA_HOME=`)).toBe(
      `JAVA_HOME=${JDK}`,
    );
    expect(await bed.out('h1', "grep 'open files' /proc/" + pid + "/limits | tr -s ' '")).toMatch(
      /(655350|\d{5,}) files/,
    );
    const owners =
      'stat -c %U /usr/local/rocketmq-* /usr/local/rocketmq/store/broker-a /var/log/rocketmq/broker-a';
    expect(new Set((await bed.out('h1', owners)).split('\n'))).toEqual(new Set(['mq']));
    for (const host of HOSTS) expect(await bed.out(host, KERNEL)).toBe('655360\n1\n1');
    expect((await bed.out('h1', 'sort -u /var/tmp/relabelled')).split('\n')).toEqual(
      expect.arrayContaining(RELABELLED.map((path) => `-R ${path}`)),
    );
    // nothing is downloaded again: nobody serves it any more
    expect((await deploy(base)).summary.changed).toBe(0);
  });

  test('a port is open to whom it concerns, and still after a reboot', async () => {
    expect(await open('h2')).toEqual([9876, 10911, 10912]);
    expect(await open('h3')).toEqual([]);
    await bed.fleet.reboot('h1');
    await vi.waitFor(async () => expect(await open('h2')).toEqual([9876, 10911, 10912]), PATIENT);
    expect(await open('h3')).toEqual([]);
    expect(await bed.out('h1', KERNEL)).toBe('655360\n1\n1');
  });

  test('a client gets to everything but replication; nothing is restarted for that', async () => {
    const pids = await allProcesses(bed.fleet, ...HOSTS);
    const outcome = await deploy({ ...base, firewall: restricted(`${stranger()}/32`) });
    expect(outcome.steps.filter(({ resource }) => resource.startsWith('service:'))).toEqual([]);
    expect(await open('h3')).toEqual([9876, 10911]);
    expect(differences(pids, await allProcesses(bed.fleet, ...HOSTS))).toEqual([]);
  });

  test('without restrict and tuning everything is open, and the kernel has its values back', async () => {
    const { tuning: _tuning, ...plain } = base;
    await deploy({ ...plain, firewall: 'auto' });
    expect(await open('h3')).toEqual([9876, 10911, 10912]);
    expect(await bed.out('h1', 'firewall-cmd --permanent --list-rich-rules')).toBe('');
    expect((await state()).map(({ kernel }) => kernel)).toEqual(before.map(({ kernel }) => kernel));
    expect(await bed.out('h1', 'ls /etc/sysctl.d | grep rmqctl')).toBe('');
    await deploy({ ...base, firewall: restricted() });
    expect(await open('h3')).toEqual([]);
  });

  test('a host that leaves the inventory is named, and let in no longer', async () => {
    const whole = await bed.write('whole.yaml', base);
    const outcome = await deploy(alone());
    expect(outcome.diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'HOST_LEFT',
        message: expect.stringContaining(`h2 (${bed.fleet.host('h2').ip})`),
      }),
    );
    expect(await open('h2')).toEqual([]);
    expect([...(await allProcesses(bed.fleet, 'h2')).keys()]).toEqual(['broker-a-s']);
    const gone = await bed.rmqctl(['destroy', whole, '--limit', 'h2', '--purge-store', '--yes']);
    expect(gone.code, complaints(gone)).toBe(0);
    expect([...(await allProcesses(bed.fleet, 'h2')).keys()]).toEqual([]);
  });

  test('destroy leaves the hosts as they were, a firewalld that was disabled included', async () => {
    // the same archive, sent: nothing is unpacked anew
    const sent = { ...alone(), distribution: { archive, sha512 }, firewall: 'disable' };
    const outcome = await deploy(sent);
    expect(outcome.steps.map(({ resource }) => resource)).toContain('firewall:firewalld');
    expect(outcome.steps.filter(({ resource }) => resource.startsWith('release:'))).toEqual([]);
    expect(await bed.out('h1', 'systemctl is-active firewalld')).toBe('inactive');
    const inventory = await bed.write('alone.yaml', sent);
    const gone = await bed.rmqctl(['destroy', inventory, '--purge-store', '--yes']);
    expect(gone.code, complaints(gone)).toBe(0);
    // what firewalld and useradd keep of a file before its last change
    const backups = /^\/etc\/(firewalld\/.*\.old|(passwd|group|shadow|gshadow|subuid|subgid)-)$/;
    for (const [i, now] of (await state()).entries()) {
      const { files: found, ...rest } = now;
      const { files: former, ...was } = before[i]!;
      expect(rest).toEqual(was);
      expect(differences(former, found).filter((path) => !backups.test(path))).toEqual([]);
    }
  });
});

/** A release of the official layout as a .tar.gz. */
async function tarGz(directory: string): Promise<string> {
  const tar = join(directory, 'release.tar');
  const top = join(directory, `rocketmq-all-${VERSION}-bin-release`);
  const path = join(directory, 'r.tar.gz');
  const script = `${process.execPath} ${BIN} fetch ${VERSION} -o ${tar} && mkdir ${top} && tar -xf ${tar} -C ${top} &&
    tar -C ${directory} -czf ${path} ${top.slice(directory.length + 1)} && rm -rf ${tar} ${top}`;
  const { code, stderr } = await run(['sh', '-c', script], { timeout: 300_000 });
  if (code !== 0) throw new Error(`no archive: ${stderr}`);
  return path;
}

/** A server of one file, that says its port. */
const SERVER = `const { createReadStream } = require('node:fs');
const server = require('node:http').createServer((_, response) => createReadStream(process.argv[1]).pipe(response));
server.listen(0, () => console.log(server.address().port));`;

/** Serves a file where the hosts reach it: on their network's own first address. */
async function serve(bed: TestBed, path: string): Promise<{ url: string; close: () => void }> {
  const child = bed.fleet.spawn([process.execPath, '-e', SERVER, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout!, 'data');
  const network = bed.fleet.host('h1').ip.replace(/\d+$/, '1');
  return { url: `http://${network}:${String(port).trim()}`, close: () => void child.kill() };
}
