import { describe, expect, test } from 'vitest';
import type { Facts } from '../../../src/hosts/facts.ts';
import { judgeClocks } from '../../../src/checks/preflight/clock.ts';
import { clockAhead } from '../../../src/probes/clock.ts';
import { hostChecks } from '../../../src/checks/preflight/registry.ts';
import { topologyOf } from '../../sample/inventories.ts';
import { pair, subjectOf, verdict } from '../../sample/preflight.ts';

const account: Partial<Facts> = { root: false, user: 'ann', group: 'ann', home: '/home/ann' };
const place = (purpose: string, path: string, rest: string): string => `${purpose}\t-\t${path}\t${rest}`;
const free = (kib: number, mount: string, used = 0): string => `/dev/sda1 9 ${used} ${kib} 1% ${mount}`;
const xfs = (kib: number, used = 0): string =>
  place('store', '/s/broker-a', `/s\tyes\txfs\t${free(kib, '/s', used)}`).replace('\t-\t', '\tbroker-a\t');

/** check, what the host says, the verdicts, a word of the detail, a word of the hint */
const CASES: readonly [string, string, Parameters<typeof verdict>[2], string, RegExp, RegExp?][] = [
  ['sudo', '', {}, 'pass', /root/],
  ['sudo', '', { facts: account }, 'warn', /ann.*aliases, firewall/, /become/],
  ['shell', '', { text: '' }, 'pass', /centos 7/],
  ['shell', '', { text: 'cut\ntimeout\n' }, 'fail', /no cut, timeout/, /coreutils/],
  ['tar', '', { text: '/usr/bin/tar\n' }, 'pass', /tar/],
  ['tar', '', { text: '\n' }, 'fail', /no tar/, /install tar/],
  ['java', '', {}, 'pass', /1\.8\.0_402/],
  ['java', '', { facts: { javas: [] } }, 'fail', /no Java/, /yum install/],
  [
    'java',
    '',
    { facts: { javas: [{ home: '/j', version: '1.7.0', major: 7 }] } },
    'fail',
    /does not fit/,
    /Java 8 to/,
  ],
  [
    'java',
    '',
    { facts: { javas: [{ home: '/j', version: '21', major: 21 }] } },
    'warn',
    /made for Java 8/,
    /java\.home/,
  ],
  ['supervisor', '', { facts: { javas: [] } }, 'pass', /systemd.*rocketmq/],
  ['supervisor', 'supervisor: systemd', { facts: { supervisors: [] } }, 'fail', /systemd/, /nohup/],
  ['supervisor', 'user: mq', { facts: account }, 'fail', /cannot run as mq/, /become/],
  ['memory', 'heap: { broker: 1g, namesrv: 256m }', {}, 'pass', /of 8g/],
  ['memory', 'heap: { broker: 2g, namesrv: 256m }', {}, 'warn', /more than half/, /smaller/],
  ['memory', 'heap: { broker: 4g, namesrv: 256m }', {}, 'fail', /more than there is/, /smaller/],
  ['disk', '', { text: xfs(3 * 2 ** 20) }, 'pass', /3g free on \/s/],
  ['disk', '', { text: xfs(2 ** 16) }, 'fail', /64m free.*1g are needed/, /larger disk/],
  ['disk', '', { text: xfs(2 ** 21, 2 ** 23) }, 'warn', /delete old messages/, /room/],
  ['disk', '', { text: xfs(2 ** 21, 2 ** 25) }, 'fail', /refuse/, /room/],
  [
    'disk',
    '',
    { text: place('home', '/h', `/\tno\txfs\t${free(2 ** 30, '/')}`) },
    'fail pass',
    /read-only/,
    /read-write/,
  ],
  [
    'disk',
    '',
    { text: place('home', '/h/x', `/h\tfile\txfs\t${free(2 ** 30, '/')}`) },
    'fail pass',
    /not a directory/,
  ],
  ['disk', '', { text: place('logs', '/l', '/\tyes\tnfs\t') }, 'warn', /df did not answer/, /hang/],
  ['filesystem', '', { text: xfs(1) }, 'pass', /xfs/],
  ['filesystem', '', { text: xfs(1).replace('xfs', 'nfs') }, 'warn', /lock/, /local/],
  ['filesystem', '', { text: xfs(1).replace('xfs', 'tmpfs') }, 'warn', /next boot/],
  ['filesystem', '', { text: xfs(1).replace('xfs', 'msdos') }, 'fail', /cannot hold/],
  ['names', '', { text: 'self n 10.0.0.1\naddress own\n' }, 'pass', /numbers/],
  ['names', '', { text: 'self n \n' }, 'warn', /own name n/, /hosts/],
  ['names', '', { text: 'self n 1\nname db.example \n' }, 'fail', /db\.example does not/, /DNS/],
  ['names', '', { text: 'self n 1\naddress other\n' }, 'warn', /interface/, /NAT/],
  [
    'names',
    '',
    { text: 'self n 1\nhosts 10.9.9.9 x rocketmq-master1\n' },
    'fail',
    /10\.9\.9\.9 already/,
    /aliases/,
  ],
  ['clusters', '', {}, 'pass', /no other/],
  ['limits', '', { text: 'files 4096\nnr_open 1048576\nmax_map_count 65530\n' }, 'pass', /1048576/],
  [
    'limits',
    '',
    { text: 'files 4096\nmax_map_count 65530\n', facts: { supervisors: [] } },
    'warn',
    /4096/,
    /65535/,
  ],
  // an ordinary user’s instances are not systemd’s, though the host has it
  ['limits', '', { text: 'files 4096\nnr_open 1048576\n', facts: account }, 'warn', /4096/, /65535/],
  ['limits', 'supervisor: nohup', { text: 'files 4096\nnr_open 1048576\n' }, 'warn', /4096/, /65535/],
  ['limits', '', { text: 'files 100\n', facts: { supervisors: [] } }, 'fail', /100/, /raise/],
  ['limits', '', { text: 'files unlimited\nmax_map_count 1000\n' }, 'warn', /1000/, /max_map_count/],
  ['limits', 'tuning: true', { text: 'files unlimited\nmax_map_count 1000\n' }, 'pass', /deploy raises/],
  ['selinux', '', { text: '\n' }, 'pass', /no SELinux/],
  ['selinux', '', { text: '0\n' }, 'pass', /permissive/],
  ['selinux', '', { text: '1\n' }, 'warn', /enforces.*no restorecon/, /ausearch/],
  ['selinux', '', { text: '1\n/sbin/restorecon\n' }, 'warn', /enforces; .*by restorecon/, /ausearch/],
  ['firewall', '', { text: '' }, 'pass', /does not run/],
  [
    'firewall',
    '',
    { text: 'firewall=firewalld\nrunning\nenabled\npublic\n9876/tcp\n' },
    'pass',
    /deploy opens 10909, 10911/,
  ],
  [
    'firewall',
    '',
    { text: 'firewall=firewalld\nrunning\nenabled\npublic\n9000-12000/tcp\n' },
    'pass',
    /every port/,
  ],
  [
    'firewall',
    'firewall: { restrict: true }',
    { text: 'firewall=firewalld\nrunning\nenabled\npublic\n\n\n' },
    'pass',
    /deploy opens 9876, 10909, 10911, .* to 192/,
  ],
  [
    'firewall',
    'firewall: { restrict: true, clients: [10.9.0.0/16] }',
    { text: 'firewall=firewalld\nrunning\nenabled\npublic\n10911/tcp\n\n' },
    'warn',
    /open to everybody: 10911/,
    /--remove-port=10911/,
  ],
  [
    'firewall',
    'firewall: disable',
    { text: 'firewall=firewalld\nrunning\nenabled\npublic\n\n' },
    'pass',
    /stops and disables/,
  ],
  [
    'firewall',
    'firewall: "off"',
    { text: 'firewall=firewalld\nrunning\nenabled\npublic\n\n' },
    'warn',
    /leaves it so/,
    /--zone=public/,
  ],
  [
    'firewall',
    '',
    { text: 'firewall=firewalld\nrunning\nenabled\npublic\n\n', facts: account },
    'warn',
    /only root/,
    /--add-port=9876/,
  ],
];

test.each(CASES)('%s, %s, %j: %s', (...[id, more, said, statuses, detail, hint]) => {
  const findings = verdict(id, pair(more), said);
  expect(findings.map(({ status }) => status).join(' ')).toBe(statuses);
  expect(findings[0]?.detail).toMatch(detail);
  if (hint !== undefined) expect(findings[0]?.hint).toMatch(hint);
});

test('every verdict that is not a pass says what to do', () => {
  for (const [id, more, said] of CASES) {
    for (const { status, hint, detail } of verdict(id, pair(more), said))
      expect([detail, status === 'pass' || hint !== undefined]).toEqual([detail, true]);
  }
});

test('no host check goes untried', () => {
  const tried = new Set(CASES.map(([id]) => id));
  expect(hostChecks.map(({ id }) => id).filter((id) => !tried.has(id) && id !== 'ports')).toEqual([]);
});

describe('ports', () => {
  const taken = (port: number, ...rest: string[]) => ({ text: [port, ...rest].join('\t') });
  const of = (said: { text: string }) =>
    verdict('ports', pair(), said).filter(({ status }) => status !== 'pass');

  test('all free', () => expect(of({ text: '' })).toEqual([]));
  test('its own', () => {
    const unit = 'rocketmq-cluster-broker-a.service';
    expect(of(taken(10911, '7', 'rocketmq', unit, `systemd ${unit}`, 'java'))).toEqual([]);
    expect(of(taken(10911, '7', 'rocketmq', unit, '', 'java'))).toEqual([]);
  });
  test.each([
    ['systemd', 'systemd other-broker-a.service', 'systemctl stop other-broker-a.service'],
    ['nothing', '', 'kill 7'],
  ])("an instance of that name, but another cluster's, kept by %s", (_supervisor, unit, told) => {
    expect(of(taken(10911, '7', 'rocketmq', 'other-broker-a.service', unit, 'java'))).toMatchObject([
      { status: 'fail', instance: 'broker-a', hint: expect.stringContaining(told) },
    ]);
  });
  test('another instance of this cluster', () => {
    expect(
      of(taken(10911, '7', 'rocketmq', 'rocketmq-cluster-broker-b-s.service', '', 'java')),
    ).toMatchObject([{ status: 'warn' }]);
  });
  test("somebody else's, with the process", () => {
    expect(of(taken(10912, '42', 'root', '', '', 'nc -lk 10912'))).toMatchObject([
      { status: 'fail', instance: 'broker-a', detail: '10912 taken by pid 42 of root: nc -lk 10912' },
    ]);
  });
  test('several ports of one process are one finding, a long command line shows its ends', () => {
    const java = `java ${'-Dx '.repeat(90)}org.example.Main`;
    const text = [10911, 10909].map((port) => [port, '42', 'root', '', '', java].join('\t')).join('\n');
    expect(of({ text })).toHaveLength(1);
    expect(of({ text })[0]?.detail).toMatch(
      /^10911, 10909 taken by pid 42 of root: java .{50,70} \.\.\. .*org\.example\.Main$/,
    );
  });
  test("somebody else's, whom only root can see", () => {
    expect(of(taken(9876, '0', 'mysql', '', '', ''))[0]?.detail).toMatch(/process of mysql, which only root/);
  });
});

describe('memory', () => {
  test('the inventory claims more than there is', () => {
    const text =
      'version: 4.9.4\nmode: single\nhosts: { n: { address: 10.0.0.1, memory: 64g } }\nnamesrv: [n]\nbrokers: { a: [n] }\ncluster: c\nheap: { broker: 1g, namesrv: 256m }\n';
    const [found] = verdict('memory', subjectOf(topologyOf(text)), {});
    expect(found).toMatchObject({ status: 'warn', detail: expect.stringContaining('64g, the host has 8g') });
  });
});

test('another cluster on the host is told where it has what this one wants', () => {
  const claims = { paths: ['/srv/other'], ports: [10911], aliases: [] };
  const other = { format: 1, cluster: 'other', claims, resources: [] };
  const findings = verdict('clusters', pair(), { facts: { manifests: [JSON.stringify(other)] } });
  expect(findings).toMatchObject([
    { status: 'fail', detail: expect.stringContaining('cluster other has port 10911') },
  ]);
});

describe('clocks', () => {
  test.each([
    [100, 100_200, 100_900, 0],
    [100, 100_900, 101_100, 0],
    [110, 100_000, 101_000, 9],
    [90, 100_000, 101_000, -9],
  ])('an answer of %d asked at %d, answered at %d is off by %d s', (epoch, asked, answered, off) => {
    expect(clockAhead.parse(`${epoch}\n`, { asked, answered })).toBe(off);
  });

  const statuses = (offsets: Record<string, number>) =>
    judgeClocks(new Map(Object.entries(offsets))).map(({ status }) => status);

  test.each([
    [{ a: 0, b: 1 }, ['pass', 'pass']],
    [{ a: 0, b: 5 }, ['pass', 'warn']],
    [{ a: -60, b: 0 }, ['fail', 'pass']],
    [{ a: 0, b: 3600 }, ['pass', 'fail']],
    // it is this machine's clock that is wrong
    [{ a: 500, b: 500 }, ['pass', 'pass']],
    [{ a: 500 }, ['fail']],
    [{ a: -500 }, ['fail']],
  ])('%j: %j', (offsets, expected) => expect(statuses(offsets)).toEqual(expected));
});
