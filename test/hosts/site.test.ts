import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/hosts/facts.ts';
import { ACCOUNT, SERVER, siteOf } from '../sample/hosts.ts';
import { SMALLEST, topologyOf } from '../sample/inventories.ts';

const settled = (facts: Partial<Facts>, over = '', base = SERVER) =>
  siteOf(topologyOf(`${SMALLEST}${over}`), 'node1', { ...base, ...facts });
const java = (major: number) => ({ home: `/opt/jdk-${major}`, version: `${major}.0.1`, major });

describe('a host is used', () => {
  test('as root: by a user of its own, with systemd, below /usr/local', () => {
    expect(settled({})).toMatchObject({
      user: 'rocketmq',
      makeUser: true,
      owner: 'rocketmq:rocketmq',
      home: '/usr/local/rocketmq-all-4.9.4-bin-release',
      store: '/usr/local/rocketmq/store',
      logs: '/var/log/rocketmq',
      state: '/var/lib/rmqctl/rocketmq-cluster',
      supervisor: 'systemd',
      leftOut: [],
    });
  });

  test('as an ordinary user: as that user, with nohup, below the home, without what needs root', () => {
    expect(settled({}, '', ACCOUNT)).toMatchObject({
      user: 'ann',
      makeUser: false,
      owner: '',
      home: '/home/ann/rocketmq/rocketmq-all-4.9.4-bin-release',
      store: '/home/ann/rocketmq/store',
      logs: '/home/ann/rocketmq/logs',
      state: '/home/ann/.local/state/rmqctl/rocketmq-cluster',
      supervisor: 'nohup',
      leftOut: ['aliases', 'firewall', 'profile'],
    });
  });

  test.each([
    [
      'the first Java that fits, in the order found',
      { javas: [java(6), java(17), java(8)] },
      '',
      { java: java(17) },
    ],
    ['nohup where systemd is not there', { supervisors: [] }, '', { supervisor: 'nohup' }],
    ['nohup where it is asked for', {}, 'supervisor: nohup\n', { supervisor: 'nohup' }],
    [
      'the paths that the inventory names',
      {},
      'paths: { home: /opt/r, logs: /l }\n',
      { home: '/opt/r', logs: '/l' },
    ],
    [
      'root where the inventory says so',
      {},
      'user: root\n',
      { user: 'root', makeUser: false, owner: 'root:root' },
    ],
    ['the memory that the host has', { memory: 1234 }, '', { memory: 1234 }],
  ])('with %s', (_name, facts, over, site) => {
    expect(settled(facts, over)).toMatchObject(site);
  });

  test.each([
    ['no Java', { javas: [] }, '', SERVER, 'JAVA_MISSING', /no Java found on node1/],
    [
      'only a Java that is too old',
      { javas: [java(6)] },
      '',
      SERVER,
      'JAVA_UNFIT',
      /6\.0\.1 in \/opt\/jdk-6/,
    ],
    ['only a Java that is too new', { javas: [java(99)] }, '', SERVER, 'JAVA_UNFIT', /99/],
    [
      'systemd asked for where it is not',
      { supervisors: [] },
      'supervisor: systemd\n',
      SERVER,
      'SUPERVISOR_UNFIT',
      /not PID 1/,
    ],
    [
      'systemd asked for by an ordinary user',
      {},
      'supervisor: systemd\n',
      ACCOUNT,
      'SUPERVISOR_UNFIT',
      /not root/,
    ],
    [
      'another user asked for by an ordinary user',
      {},
      'user: bob\n',
      ACCOUNT,
      'USER_UNFIT',
      /cannot run as bob/,
    ],
  ])('not with %s', (...row) => {
    const [, facts, over, base, code, message] = row;
    const attempt = (): unknown => settled(facts, over, base);
    expect(attempt).toThrow(expect.objectContaining({ code, host: 'node1', hint: expect.any(String) }));
    expect(attempt).toThrow(message);
  });
});
