import { describe, expect, test } from 'vitest';
import { RmqctlError } from '../../../src/errors.ts';
import type { ClusterInfo } from '../../../src/rocketmq/remoting/name-server.ts';
import { answers } from '../../../src/checks/verify/checks/answers.ts';
import { boot } from '../../../src/checks/verify/checks/boot.ts';
import { clock } from '../../../src/checks/verify/checks/clock.ts';
import { configuration } from '../../../src/checks/verify/checks/configuration.ts';
import { disk } from '../../../src/checks/verify/checks/disk.ts';
import { errors } from '../../../src/checks/verify/checks/errors.ts';
import { exchanges, messages } from '../../../src/checks/verify/checks/messages.ts';
import { neededPaths, paths } from '../../../src/checks/verify/checks/paths.ts';
import { ports } from '../../../src/checks/verify/checks/ports.ts';
import { registration } from '../../../src/checks/verify/checks/registration.ts';
import { replication } from '../../../src/checks/verify/checks/replication.ts';
import type { QuestionContext } from '../../../src/checks/verify/check.ts';
import { memberNamed } from '../../../src/checks/verify/context.ts';
import { SMALLEST } from '../../sample/inventories.ts';
import { contextFor, of, seen, told } from '../../sample/verify.ts';

const context = contextFor(SMALLEST);
const oldest = contextFor(SMALLEST.replace('version: 4.9.4', 'version: 3.2.6'));
const async = contextFor(SMALLEST.replace('mode: sync', 'mode: async'));
const timeout = new RmqctlError('REMOTING_TIMEOUT', 'did not answer');
const refused = new RmqctlError(
  'DIAL_FAILED',
  'node1: cannot connect from there to 1.2.3.4:5: Connection refused',
);
const forbidden = new RmqctlError('FORWARDING_REFUSED', 'sshd forbids it');

describe('ports', () => {
  const line = (address: string, port: number, tcp6 = false) =>
    ` 0: ${tcp6 ? address.padStart(32, '0') : address}:${port.toString(16).toUpperCase().padStart(4, '0')} ${'0'.repeat(tcp6 ? 32 : 8)}:0000 0A 0:0 00:0 00 0 0 1`;
  const all = (address: string, tcp6 = false) =>
    [10911, 10909, 10912].map((port) => line(address, port, tcp6));

  test.each([
    ['of IPv4, any address', all('00000000'), 'pass', /10911, 10909, 10912/],
    ['of IPv6, any address', all('0', true), 'pass', /./],
    ['of the very address', all('922FA8C0'), 'pass', /./],
    ['of the very address in its IPv6 form', all('FFFF0000922FA8C0', true), 'pass', /./],
    [
      'of the loopback',
      all('0100007F'),
      'fail',
      /listens on 127\.0\.0\.1:10911, not on 192\.168\.47\.146:10911/,
    ],
    ['one missing', all('00000000').slice(1), 'fail', /^does not listen on 10911$/],
    ['one that begins the same', [line('00000000', 1091)], 'fail', /does not listen on 10911, 10909, 10912/],
    ['nothing', [], 'fail', /./],
  ])('%s', (_name, lines, status, detail) => {
    const [finding] = of(ports, context, { texts: { 'listeners node1': lines.join('\n') } }, 'broker-a');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });
});

describe('boot line', () => {
  test.each([
    ['The broker[broker-a, x] boot success.\n', 'pass'],
    ['', 'fail'],
  ])('%j', (text, status) => {
    expect(told(of(boot, context, { texts: { 'boot broker-a': text } }, 'broker-a'))).toEqual([
      `broker-a ${status}`,
    ]);
  });
});

describe('clocks', () => {
  test.each([
    ['agree', ['100.2', '100.9'], ['node1 pass', 'node2 pass']],
    ['without fractions, as busybox has them', ['100.%N', '101.%N'], ['node1 pass', 'node2 pass']],
    ['three seconds apart', ['100', '103'], ['node1 pass', 'node2 warn']],
    ['two minutes apart', ['100', '220'], ['node1 pass', 'node2 fail']],
  ])('%s', (_name, [one = '', two = ''], result) => {
    const sight = { texts: { 'clock node1': one, 'clock node2': two } };
    expect(told(clock.judge(context, seen(sight)))).toEqual(result);
  });
});

describe('disk', () => {
  const df = (used: number) => `/dev/vda 1000000 1 500000 ${used}% /data one\n`;
  test.each([
    [74, 'pass'],
    [75, 'warn'],
    [89, 'warn'],
    [90, 'fail'],
    [92, 'fail'],
  ])('%i %% full', (used, status) => {
    const [finding] = of(disk, context, { texts: { 'disk broker-a': df(used) } }, 'broker-a');
    expect(finding).toMatchObject({
      status,
      detail: expect.stringContaining(`/data one is ${used} % full, 512 MB left`),
    });
  });

  test('of a store that is not there', () => {
    expect(told(of(disk, context, { texts: { 'disk broker-a': '' } }, 'broker-a'))).toEqual([
      'broker-a fail',
    ]);
  });
});

describe('an instance that is asked', () => {
  const version = (text: string) => new Map([['brokerVersionDesc', text]]);
  test.each([
    ['answers', context, version('V4_9_4'), 'pass'],
    ['is of another release', context, version('V4_9_3'), 'fail'],
    ['is 3.2.6, as it calls itself', oldest, version('V3_2_6_SNAPSHOT'), 'pass'],
    ['does not answer', context, timeout, 'fail'],
    ['is a slave that may be late', async, timeout, 'warn'],
    ['is a slave that refuses', async, refused, 'fail'],
    ['cannot be asked', context, forbidden, 'skip'],
  ])('%s', (_name, where, answer, status) => {
    const sight = { answers: { 'runtime broker-a-s': answer } };
    expect(told(of(answers, where, sight, 'broker-a-s'))).toEqual([`broker-a-s ${status}`]);
  });
});

describe('configuration', () => {
  const rendered = memberNamed(context, 'broker-a')!.config!;
  const running = (key = '', value = '') =>
    new Map([...rendered.entries, ...(key === '' ? [] : [[key, value] as const])]);
  const entries = [...rendered.entries].map(([key, value]) => `${key}=${value}\n`).join('');
  const file = (from: RegExp | string = '', to = '') =>
    `${rendered.heading}${entries.replace(from, to)}#read\n`;
  const rewritten = (more = '') => `${entries}${more}#read\n`;

  test.each([
    ['is the same three times', file(), running(), 'pass', /11 keys/],
    [
      'edited',
      file('=SYNC_FLUSH', '=ASYNC_FLUSH'),
      running(),
      'fail',
      /^flushDiskType is ASYNC_FLUSH in the file, wanted SYNC_FLUSH$/,
    ],
    ['with a blank', file('=SYNC_FLUSH', '=SYNC_FLUSH '), running(), 'fail', /is "SYNC_FLUSH " in the file/],
    ['without a key', file(/^brokerId=.*\n/m), running(), 'fail', /^brokerId is not in the file, wanted 0$/],
    ['with a key added', file(/$/, 'a=b\n'), running(), 'fail', /^a=b was added to the file$/],
    ['rewritten by the broker', rewritten('a=b\n'), running(), 'pass', /./],
    [
      'rewritten with another value',
      rewritten().replace('=10911', '=10921'),
      running(),
      'fail',
      /^listenPort is 10921 in the file/,
    ],
    [
      'swallowed',
      file(),
      running('brokerRole', 'ASYNC_MASTER'),
      'fail',
      /^brokerRole is ASYNC_MASTER in the running broker, wanted SYNC_MASTER$/,
    ],
    ['a number in its own form', file(), running('brokerId', '00'), 'pass', /./],
    [
      'wrong twice',
      file('=SYNC_FLUSH', '=X'),
      running('brokerName', 'broker-x'),
      'fail',
      /^brokerName is broker-x .* \(and 1 more\)$/,
    ],
    ['gone', '', running(), 'fail', /is not there/],
  ])('%s', (...[, text, live, status, detail]) => {
    const sight = { texts: { 'configuration broker-a': text }, answers: { 'running-config broker-a': live } };
    const [finding, ...rest] = of(configuration, context, sight, 'broker-a');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
    expect(rest).toEqual([]);
  });

  test('of an instance that does not answer: the file is judged all the same', () => {
    const sight = {
      texts: { 'configuration broker-a': file('=0\n', '=7\n') },
      answers: { 'running-config broker-a': timeout },
    };
    expect(told(of(configuration, context, sight, 'broker-a'))).toEqual(['broker-a fail', 'broker-a skip']);
  });
});

describe('paths', () => {
  const needed = neededPaths(context).map(
    ({ from, address, port, callee }) => `${from} ${address}:${port} ${callee}`,
  );

  test('are those of registration and replication, once a host', () => {
    expect(needed.filter((path) => path.startsWith('node1')).toSorted()).toEqual([
      'node1 192.168.47.145:10909 broker-b',
      'node1 192.168.47.145:10911 broker-b',
      'node1 192.168.47.145:10912 broker-b',
      'node1 rocketmq-nameserver1:9876 namesrv-node1',
      'node1 rocketmq-nameserver2:9876 namesrv-node2',
    ]);
  });

  test('of a proxy lead to the name servers as it spells them, and to the brokers', () => {
    const own = contextFor(
      'cluster: c\nversion: 5.3.3\nmode: masters\nhosts: { n1: 10.0.0.1, n2: 10.0.0.2 }\nnamesrv: [n1]\nbrokers: { a: [n1] }\nproxy: [n2]\n',
    );
    const ofProxy = neededPaths(own).filter(({ from }) => from === 'n2');
    expect(ofProxy.map(({ address, port }) => `${address}:${port}`)).toEqual([
      'rocketmq-nameserver1:9876',
      '10.0.0.1:10911',
    ]);
    const sight = Object.fromEntries(
      neededPaths(own).map(({ from, address, port }) => [`paths ${from}>${address}:${port}`, true]),
    );
    expect(paths.judge(own, seen({ answers: sight })).map(({ detail }) => detail)).toEqual([
      'reaches all 1 ports that its brokers need',
      'reaches all 2 ports that its instances need',
    ]);
    expect(
      told(paths.judge(own, seen({ answers: { ...sight, 'paths n2>10.0.0.1:10911': refused } }))),
    ).toEqual(['n1 pass', 'proxy-n2 fail']);
  });

  test.each([
    ['are open', true, ['node1 pass', 'node2 pass']],
    ['are blocked', refused, ['broker-b-s fail', 'node2 pass']],
    ['cannot be tried', forbidden, ['broker-b-s skip', 'node2 pass']],
  ])('%s', (_name, answer, result) => {
    const open = neededPaths(context).map(({ from, address, port }) => [
      `paths ${from}>${address}:${port}`,
      true,
    ]);
    const given = { ...Object.fromEntries(open), 'paths node1>192.168.47.145:10912': answer };
    expect(told(paths.judge(context, seen({ answers: given })))).toEqual(result);
  });
});

describe('a name server', () => {
  type Brokers = Readonly<Record<string, Readonly<Record<string, string>>>>;
  const known: Brokers = {
    'broker-a': { '0': '192.168.47.146:10911', '1': '192.168.47.145:11011' },
    'broker-b': { '0': '192.168.47.145:10911', '1': '192.168.47.146:11011' },
  };
  const info = (brokers: Brokers, cluster = 'rocketmq-cluster'): ClusterInfo => ({
    clusters: new Map([[cluster, Object.keys(brokers)]]),
    brokers: new Map(
      Object.entries(brokers).map(([brokerName, addresses]) => [
        brokerName,
        { brokerName, cluster, addresses: new Map(Object.entries(addresses)) },
      ]),
    ),
  });
  const judged = (answer: unknown) =>
    of(registration, context, { answers: { 'registrations namesrv-node1': answer } }, 'namesrv-node1');

  test.each([
    ['knows every broker', info(known), ['pass'], /knows broker-a, broker-a-s, broker-b, broker-b-s/],
    [
      'knows none',
      { clusters: new Map(), brokers: new Map() },
      ['fail', 'fail', 'fail', 'fail'],
      /^broker-a /,
    ],
    [
      'lacks a slave',
      info({ ...known, 'broker-a': { '0': '192.168.47.146:10911' } }),
      ['fail'],
      /^broker-a-s \(192\.168\.47\.145:11011\) is not registered$/,
    ],
    [
      'knows one by another address',
      info({ ...known, 'broker-b': { ...known['broker-b'], '0': '172.17.0.1:10911' } }),
      ['fail'],
      /^broker-b is registered as 172\.17\.0\.1:10911, not 192\.168\.47\.145:10911$/,
    ],
    [
      'knows a second slave of a name',
      info({ ...known, 'broker-b': { ...known['broker-b'], '2': '10.0.0.9:10911' } }),
      ['fail'],
      /^broker-b 2 at 10\.0\.0\.9:10911 is not in the inventory$/,
    ],
    [
      'knows a stranger in the cluster',
      info({ ...known, other: { '0': '10.0.0.9:10911' } }),
      ['fail'],
      /^other 0 at 10\.0\.0\.9:10911 is not/,
    ],
    ['does not answer', timeout, ['fail'], /did not answer/],
  ])('%s', (_name, found, statuses, detail) => {
    const findings = judged(found);
    expect(findings.map(({ status }) => status)).toEqual(statuses);
    expect(findings[0]?.detail).toMatch(detail);
  });

  test('a broker under a wrong name is told of with the name it should have', () => {
    const findings = judged(
      info({
        ...known,
        'broker-x': { '1': '192.168.47.145:11011' },
        'broker-a': { '0': '192.168.47.146:10911' },
      }),
    );
    for (const { follows } of findings)
      expect(follows).toContainEqual({ check: 'configuration', of: 'broker-a-s' });
    expect(findings).toHaveLength(2);
  });

  test('may serve another cluster besides', () => {
    const other = info({ 'broker-x': { '0': '10.0.0.9:10911' } }, 'another');
    const ours = info(known);
    const both: ClusterInfo = {
      clusters: new Map([...ours.clusters, ...other.clusters]),
      brokers: new Map([...ours.brokers, ...other.brokers]),
    };
    expect(told(judged(both))).toEqual(['namesrv-node1 pass']);
  });
});

describe('replication', () => {
  /** 192.168.47.146:10912, established */
  const link = ' 0: 912FA8C0:9999 922FA8C0:2AA0 01 0:0 00:0 00 0 0 1\nlooked\n';
  const MIB = 2n ** 20n;
  test.each([
    ['has everything', context, link, [0n], 'pass', /has all/],
    ['is behind and gets closer', context, link, [900n, 500n], 'pass', /500 bytes behind, and gets closer/],
    ['is behind and stays so', context, link, [500n, 500n], 'fail', /gets no closer/],
    ['is behind and stays so, which async allows', async, link, [500n, 500n], 'warn', /gets no closer/],
    ['is behind by too much', async, link, [300n * MIB, 299n * MIB], 'fail', /its limit/],
    ['is ahead', async, link, [-5n], 'fail', /5 bytes more than its master/],
    ['is not connected', context, 'looked\n', [0n], 'fail', /not connected to broker-a at 192\.168\.47\.146/],
    ['is connected elsewhere', context, link.replace('922FA8C0', '092FA8C0'), [0n], 'fail', /not connected/],
  ])('%s', (...[, where, text, behind, status, detail]) => {
    const sight = { texts: { 'links broker-a-s': text }, answers: { 'progress broker-a-s': { behind } } };
    const [finding] = of(replication, where, sight, 'broker-a-s');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  test('of a slave that hangs is not known', () => {
    const sight = { texts: { 'links broker-a-s': link }, answers: { 'progress broker-a-s': timeout } };
    expect(told(of(replication, context, sight, 'broker-a-s'))).toEqual(['broker-a-s skip']);
  });

  describe('before a slave has reported to its master', () => {
    const process = (seconds: number) =>
      `pid=1\nstat=1 (java) S 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0\nup=${seconds}\n`;
    const quick = contextFor(
      SMALLEST.replace(
        'mode: sync',
        'mode: sync\nslaveProperties: { haMasterAddress: "192.168.47.146:10912", haSendHeartbeatInterval: 500 }',
      ),
    );
    test.each([
      ['both have run for long', context, 600, 600, 'pass'],
      ['a slave that is told its master reports sooner', quick, 2, 600, 'pass'],
      ['the slave has just started', context, 8, 600, 'fail'],
      ['its master has just started', context, 600, 8, 'fail'],
      ['the slave has just started, which async allows', async, 8, 600, 'warn'],
    ])('up to 4.9.x: %s', (...[, where, slave, master, status]) => {
      const texts = {
        'links broker-a-s': link,
        'process broker-a-s': process(slave),
        'process broker-a': process(master),
      };
      const sight = { texts, answers: { 'progress broker-a-s': { behind: [0n] } } };
      expect(told(of(replication, where, sight, 'broker-a-s'))).toEqual([`broker-a-s ${status}`]);
    });

    const connected =
      '2026-11-22 10:00:00 INFO x - HAService receive new connection, /192.168.47.145:39321\n';
    const reported = '2026-11-22 10:00:05 INFO x - slave[/192.168.47.145:39321] request offset 0\n';
    test.each([
      ['has reported, however soon', connected + reported, 2, 'pass'],
      ['has not, however late', connected, 60, 'fail'],
      ['has not: another one has', connected + reported.replace('39321', '3932'), 60, 'fail'],
      ['is not spoken of, and long there', connected.replace('39321', '139321'), 60, 'pass'],
      ['is not spoken of, and new', '', 2, 'fail'],
    ])("up to 4.9.x, by its master's log: %s", (_name, log, seconds, status) => {
      const texts = {
        'links broker-a-s': link,
        'process broker-a-s': process(seconds),
        'process broker-a': process(600),
        'slave-reports broker-a': log,
      };
      const sight = { texts, answers: { 'progress broker-a-s': { behind: [0n] } } };
      expect(told(of(replication, context, sight, 'broker-a-s'))).toEqual([`broker-a-s ${status}`]);
    });

    const newer = contextFor(SMALLEST.replace('version: 4.9.4', 'version: 5.3.3'));
    const state = (address: string, ackOffset: bigint) => ({ slaves: [{ address, ackOffset, behind: 0n }] });
    test.each([
      ['has reported', state('192.168.47.145:39321', 0n), 'pass'],
      ['has not', state('192.168.47.145:39321', -1n), 'fail'],
      ['is seen from elsewhere', state('10.0.0.1:39321', -1n), 'pass'],
      ['the master does not say', timeout, 'pass'],
    ])('since 5.0.0: %s', (_name, answer, status) => {
      const sight = {
        texts: { 'links broker-a-s': link },
        answers: { 'progress broker-a-s': { behind: [0n] }, 'replication-state broker-a': answer },
      };
      expect(told(of(replication, newer, sight, 'broker-a-s'))).toEqual([`broker-a-s ${status}`]);
    });
  });

  test.each([
    ['within the limit', 'Slave fall behind master: 1000 bytes', async, 'skip', /counted 1000 bytes/],
    ['4.9.4: beyond it', `Slave fall behind master: ${300n * MIB} bytes`, async, 'fail', /its limit/],
    [
      '3.2.6: beyond it',
      `slave fall behind master, how much, ${300n * MIB} bytes`,
      async,
      'fail',
      /its limit/,
    ],
  ])('of a slave that hangs is as its master counts it, %s', (...[, line, where, status, detail]) => {
    const sight = {
      texts: { 'links broker-a-s': link, 'counted-lag broker-a': `2026-11-22 10:00:00 INFO x - ${line}\n` },
      answers: { 'progress broker-a-s': timeout },
    };
    const [finding] = of(replication, where, sight, 'broker-a-s');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });
});

describe('messages', () => {
  const sent = (status: string, physicalOffset = 0n) => ({
    status,
    physicalOffset,
    queueOffset: 0n,
    milliseconds: 2,
    body: Buffer.alloc(1),
  });
  const ok = [sent('stored', 0n), sent('stored', 300n)];
  const has = (broker: string, found = 2) => ({ broker, found });
  const lacks = (broker: string, error = timeout) => ({ broker, found: 0, firstMissing: 0n, error });
  const judged = (where: typeof context, exchange: unknown) =>
    messages.judge(where, seen({ answers: { 'exchanges broker-a': exchange } }));

  test.each([
    ['arrive', context, ok, has('broker-a'), has('broker-a-s'), ['broker-a pass', 'broker-a-s pass']],
    [
      'are not read back',
      context,
      ok,
      lacks('broker-a'),
      has('broker-a-s'),
      ['broker-a fail', 'broker-a-s pass'],
    ],
    [
      'do not reach the slave',
      context,
      ok,
      has('broker-a'),
      lacks('broker-a-s'),
      ['broker-a pass', 'broker-a-s fail'],
    ],
    [
      'reach the slave late',
      async,
      ok,
      has('broker-a'),
      lacks('broker-a-s'),
      ['broker-a pass', 'broker-a-s warn'],
    ],
    [
      'are others on the slave',
      async,
      ok,
      has('broker-a'),
      lacks('broker-a-s', new RmqctlError('MESSAGE_DIFFERS', 'another')),
      ['broker-a pass', 'broker-a-s fail'],
    ],
    [
      'are acknowledged without the slave',
      context,
      [sent('slave-not-available')],
      has('broker-a', 1),
      lacks('broker-a-s'),
      ['broker-a fail', 'broker-a-s fail'],
    ],
  ])('%s', (...[, where, list, master, slave, result]) => {
    expect(told(judged(where, { sent: list, master, slaves: [slave] }))).toEqual(result);
  });

  const blamed = (exchange: unknown, place: string) =>
    judged(context, exchange).find(({ instance }) => instance === place)?.follows;

  test('what a slave lacks follows from its blocked way to the master', () => {
    const exchange = { sent: ok, master: has('broker-a'), slaves: [lacks('broker-a-s')] };
    expect(blamed(exchange, 'broker-a-s')).toContainEqual({ check: 'paths', of: 'node2>broker-a' });
  });

  test('a topic that takes too long follows from a name server that is silent, or not reached', () => {
    const causes = [
      { check: 'process', of: 'namesrv-node2' },
      { check: 'paths', of: 'node1>namesrv-node2' },
    ];
    expect(blamed(timeout, 'broker-a')).toEqual(expect.arrayContaining(causes));
    for (const cause of causes) expect(blamed(refused, 'broker-a')).not.toContainEqual(cause);
  });

  test('an asynchronous slave may be late until its limit', () => {
    const limited = contextFor(
      `${SMALLEST.replace('mode: sync', 'mode: async')}\nproperties: { haSlaveFallbehindMax: 299 }\n`,
    );
    expect(
      told(judged(limited, { sent: ok, master: has('broker-a'), slaves: [lacks('broker-a-s')] })),
    ).toEqual(['broker-a pass', 'broker-a-s fail']);
  });

  describe('are not sent', () => {
    const sight = {
      texts: { 'links broker-a-s': 'looked\n' },
      answers: { 'progress broker-a-s': { behind: [0n] } },
    };
    const unreached = new Error('something was asked over the network');
    const asking = (where: typeof context): QuestionContext => ({
      context: where,
      seen: seen(sight),
      now: () => 0,
      member: (name) => memberNamed(where, name)!,
      client: () => {
        throw unreached;
      },
      dial: () => Promise.reject(unreached),
    });

    test('to a synchronous master that no slave copies: it would wait for one with each', async () => {
      const answer = await exchanges.ask('broker-a', asking(context));
      expect(answer).toEqual({
        withheld: expect.stringMatching(/^broker-a-s is not connected to broker-a at/),
      });
      const [finding] = judged(context, answer);
      expect(finding).toMatchObject({
        status: 'fail',
        detail: expect.stringMatching(/so no message was sent$/),
      });
    });

    test('and are to an asynchronous one', async () => {
      await expect(exchanges.ask('broker-a', asking(async))).rejects.toThrow(unreached);
    });
  });

  test.each(['slave-not-available', 'flush-slave-timeout'])(
    '%s: says that acknowledgements are not safe',
    (status) => {
      const [finding] = judged(context, { sent: [sent(status)], master: has('broker-a', 1), slaves: [] });
      expect(finding?.detail).toMatch(
        /^acknowledgements are not safe: (SLAVE_NOT_AVAILABLE|FLUSH_SLAVE_TIMEOUT), /,
      );
    },
  );
});

describe('error lines', () => {
  const alive = 'pid=1\nstat=1 (java) S 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 10000\nup=699\n';
  const at = (time: string, said: string) => `2026-11-22 ${time} ERROR main - ${said}\n`;
  // it was started 600 s ago, when the host had run for 100 s
  const texts = (text: string) => ({
    'errors broker-a': `now=2026-11-22 10:00:00.900000000\nup=700.00\n${text}`,
    'process broker-a': alive,
  });
  test.each([
    ['none', '', 'pass', /none/],
    ['before this start', at('09:00:00', 'x'), 'pass', /none/],
    ['a second before this start, as the one before ended', at('09:49:59', 'x'), 'pass', /none/],
    ['in the second of this start', at('09:50:00', 'x'), 'warn', /^1 since/],
    ['one that nobody knows', at('09:55:00', 'odd'), 'warn', /^1 since it was started, the last 5 min ago$/],
    [
      'a lasting cause, now',
      at('09:59:58', 'Lock failed,MQ already started'),
      'fail',
      /another process holds the lock/,
    ],
    [
      'a lasting cause, long ago',
      at('09:55:00', 'Lock failed,MQ already started'),
      'warn',
      /another process/,
    ],
    [
      'what passes by itself',
      at('09:59:58', 'SyncTopicConfig Exception, x'),
      'warn',
      /a slave could not copy/,
    ],
    ['the same of 3.2.6', at('09:59:58', 'syncTopicConfig Exception, x'), 'warn', /a slave could not copy/],
    ['a closed connection', at('09:59:58', 'read socket[/1.2.3.4:5] < 0'), 'pass', /none/],
    ['the same since 5.0.0', '2026-11-22 09:59:58 ERROR FlowMonitor - Interrupted\n', 'pass', /none/],
  ])('%s', (_name, text, status, detail) => {
    const [finding] = of(errors, context, { texts: texts(text) }, 'broker-a');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  test.each([
    ['now', at('09:59:30', 'registerBroker Exception'), true],
    ['long ago', at('09:55:00', 'registerBroker Exception'), false],
  ])('what was said %s may follow from what is wrong now: %s', (_when, text, follows) => {
    const [finding] = of(errors, context, { texts: texts(text) }, 'broker-a');
    expect((finding?.follows ?? []).length > 0).toBe(follows);
  });
});
