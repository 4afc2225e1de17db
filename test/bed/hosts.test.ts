import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet, whyNoHosts } from './hosts.ts';
import type { Host } from './hosts.ts';
import { run } from './run.ts';

const reason = whyNoHosts();
if (reason) console.warn(reason);

const CLOSED_PORT = 10911;

describe.skipIf(reason)('test hosts', () => {
  let fleet: Fleet;
  let one: Host;
  let two: Host;
  let light: Host;
  let minimal: Host;

  beforeAll(async () => {
    fleet = await Fleet.up({ count: 2 });
    await fleet.more({ count: 1, mode: 'light', jdk: 'none' });
    await fleet.more({
      count: 1,
      minimal: true,
      memory: '2g',
      sshd: ['MaxSessions 1', 'MaxStartups 2:50:4'],
    });
    [one, two, light, minimal] = [fleet.host('h1'), fleet.host('h2'), fleet.host('h3'), fleet.host('h4')];
  }, 660_000);

  afterAll(() => fleet?.down(), 90_000);

  const out = async (host: Host, command: string) => (await fleet.exec(host, command)).stdout.trim();
  const reachable = async (from: Host, to: Host, port: number) =>
    (await fleet.exec(from, `nc -z -w 1 ${to.ip} ${port}`)).code === 0;
  const sshAnswers = async (host: Host) => {
    const banner = `exec 3<>/dev/tcp/${host.ip}/22 && head -c 4 <&3`;
    return (await fleet.control(['timeout', '2', 'bash', '-c', banner])).stdout === 'SSH-';
  };

  test('a full host runs systemd, journald and an enforcing firewalld', async () => {
    expect(await out(one, 'cat /proc/1/comm')).toBe('systemd');
    expect(await out(one, 'timeout 20 systemctl is-system-running --wait')).toBe('running');
    expect(await out(one, 'firewall-cmd --state')).toBe('running');
    await fleet.exec(one, 'logger -t hosts-test to-the-journal; journalctl --sync');
    expect(await out(one, 'journalctl -t hosts-test -o cat')).toBe('to-the-journal');
  });

  test('a light host runs sshd alone', async () => {
    expect(await out(light, 'pgrep -x systemd || echo none')).toBe('none');
    expect((await fleet.ssh(light, 'hostname')).stdout.trim()).toBe(light.name);
    expect((await fleet.exec(light, 'command -v java')).code).not.toBe(0);
  });

  test.each([
    { user: 'root', command: 'id -un', says: 'root' },
    { user: 'ops', command: 'sudo -n id -un', says: 'root' },
    { user: 'sudoer', command: 'sudo -n id -un || echo refused', says: 'refused' },
    { user: 'sudoer', command: 'echo sudoerpw | sudo -S id -un', says: 'root' },
  ])('sshd lets $user in by key: $command', async ({ user, command, says }) => {
    expect((await fleet.ssh(one, command, { user })).stdout.trim()).toBe(says);
  });

  test('sshd has its default limits, or those a host was given', async () => {
    const limits = (host: Host) =>
      out(host, "sshd -T | grep -E '^max(sessions|startups)' | sort | paste -sd ' '");
    expect(await limits(one)).toBe('maxsessions 10 maxstartups 10:30:100');
    expect(await limits(minimal)).toBe('maxsessions 1 maxstartups 2:50:4');
  });

  test('firewalld blocks a port until it is opened', async () => {
    await fleet.exec(two, `systemd-run --quiet nc -lk ${CLOSED_PORT}`);
    await expect
      .poll(() => out(two, `ss -Hltn sport = :${CLOSED_PORT}`), { timeout: 15_000 })
      .toContain('LISTEN');
    expect(await reachable(one, two, CLOSED_PORT)).toBe(false);
    await fleet.exec(two, `firewall-cmd --quiet --add-port=${CLOSED_PORT}/tcp`);
    expect(await reachable(one, two, CLOSED_PORT)).toBe(true);
  });

  test('a minimal host has neither Python nor unzip, curl, nc or perl, and claims the memory it was given', async () => {
    for (const program of ['python3', 'unzip', 'curl', 'nc', 'perl', 'firewall-cmd']) {
      expect((await fleet.exec(one, `command -v ${program}`)).code, `${program} on a full host`).toBe(0);
      expect((await fleet.exec(minimal, `command -v ${program}`)).code, program).not.toBe(0);
    }
    expect(await out(minimal, 'timeout 20 systemctl is-system-running --wait')).toBe('running');
    expect(await out(minimal, "awk '/MemTotal/ { print $2 }' /proc/meminfo")).toBe(String(2 * 1024 * 1024));
  });

  test('sysctl writes stay in the host', async () => {
    const machine = readFileSync('/proc/sys/vm/max_map_count', 'utf8');
    await fleet.exec(one, 'sysctl -qw vm.max_map_count=777216');
    expect(await out(one, 'sysctl -n vm.max_map_count')).toBe('777216');
    expect(readFileSync('/proc/sys/vm/max_map_count', 'utf8')).toBe(machine);
  });

  test('a reboot is a new boot with the old disk', async () => {
    const bootId = () => out(one, 'cat /proc/sys/kernel/random/boot_id');
    const before = await bootId();
    await fleet.exec(one, 'echo kept > /var/kept; echo lost > /run/lost');
    await fleet.reboot(one);
    expect(await bootId()).not.toBe(before);
    expect(await out(one, 'cat /var/kept; ls /run/lost 2>&1')).toMatch(/^kept\n.*No such file/);
  });

  test('a power cut silences a host until it is started', async () => {
    await fleet.fault('kill', two);
    expect(await sshAnswers(two)).toBe(false);
    await fleet.fault('start', two);
    expect(await sshAnswers(two)).toBe(true);
  });

  test.each([
    { wrong: 'link-down', right: 'link-up' },
    { wrong: 'freeze', right: 'thaw' },
  ] as const)('$wrong silences a host until $right', async ({ wrong, right }) => {
    await fleet.fault(wrong, two);
    expect(await sshAnswers(two)).toBe(false);
    await fleet.fault(right, two);
    expect(await sshAnswers(two)).toBe(true);
  });

  test('a partition parts two hosts only, until it is healed', async () => {
    await fleet.fault('partition', one, two);
    expect(await reachable(one, two, 22)).toBe(false);
    expect(await reachable(light, two, 22)).toBe(true);
    await fleet.fault('heal');
    expect(await reachable(one, two, 22)).toBe(true);
  });

  test('latency delays what a host says and hears', async () => {
    const roundTrip = async () => {
      const { stdout } = await fleet.exec(light, `ping -q -c 3 -i 0.2 ${two.ip}`);
      return Number(/= ([\d.]+)/.exec(stdout)?.[1]);
    };
    expect(await roundTrip()).toBeLessThan(50);
    await fleet.fault('latency', two, 50);
    expect(await roundTrip()).toBeGreaterThan(95);
    await fleet.fault('latency', two, 'off');
    expect(await roundTrip()).toBeLessThan(50);
  });

  test('a small disk fills up, and a read-only path refuses', async () => {
    await fleet.fault('disk', two, '/small', '16M');
    expect((await fleet.exec(two, 'head -c 32M /dev/zero > /small/file')).stderr).toMatch(/No space left/);
    await fleet.fault('readonly', two, '/srv');
    expect((await fleet.exec(two, 'touch /srv/file')).stderr).toMatch(/Read-only/);
    await fleet.fault('unmount', two, '/srv');
    expect((await fleet.exec(two, 'touch /srv/file')).code).toBe(0);
  });

  test('the inventory names the hosts, the key and their host keys', async () => {
    const inventory = await fleet.inventory();
    expect(inventory).toContain(`h1: ${one.ip}`);
    expect(inventory).toContain(`broker-b: [h2, h1]`);
    expect(inventory).toContain(fleet.key);
    expect(readFileSync(fleet.knownHosts, 'utf8')).toContain(`${two.ip} ssh-ed25519 `);
  });

  test('a command that does not end is ended', async () => {
    await expect(fleet.exec(one, 'sleep 4321', { timeout: 500 })).rejects.toThrow(/not done after 500 ms/);
    expect(await out(one, 'pgrep -f "sleep 432[1]" || echo none')).toBe('none');
  });

  test('down leaves nothing', async () => {
    const other = await Fleet.up({ count: 1, name: `${fleet.name}-other` });
    const traces = () => tracesOf(other.name);
    expect(other.hosts[0]?.ip.split('.')[1]).not.toBe(one.ip.split('.')[1]);
    await other.fault('disk', 'h1', '/small', '16M');
    await other.fault('latency', 'h1', 10);
    await other.fault('cpu', 'h1', 50);
    await other.fault('freeze', 'h1');
    const before = await traces();
    expect(before.map(({ kind }) => kind)).toEqual([
      'namespaces',
      'cgroups',
      'processes',
      'loop devices',
      'state',
    ]);
    await other.down();
    expect(await traces()).toEqual([]);
    expect(await sshAnswers(one)).toBe(true);
  });
});

/** What of a fleet can be seen on the machine, by kind; kinds of which nothing is left are left out. */
async function tracesOf(fleet: string): Promise<{ kind: string; found: string[] }[]> {
  const lines = async (...argv: [string, ...string[]]) =>
    (await run(argv)).stdout.split('\n').filter(Boolean);
  const hosts = process.env['RMQCTL_HOSTS_DIR'] ?? '/var/tmp/rmqctl-hosts';
  const kinds = {
    namespaces: existsSync('/run/netns')
      ? readdirSync('/run/netns').filter((name) => name.includes(fleet))
      : [],
    cgroups: await lines('find', '/sys/fs/cgroup', '-type', 'd', '-name', fleet),
    processes: (await lines('ps', '-eo', 'args')).filter((line) => line.includes(`/fleets/${fleet}/`)),
    'loop devices': (await lines('losetup', '--list')).filter((line) => line.includes(`/fleets/${fleet}/`)),
    state: [`${hosts}/fleets/${fleet}`].filter((path) => existsSync(path)),
  };
  return Object.entries(kinds)
    .filter(([, found]) => found.length > 0)
    .map(([kind, found]) => ({ kind, found }));
}
