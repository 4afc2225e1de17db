import { describe, expect, test } from 'vitest';
import { distanceNow, replication } from '../../../../src/checks/verify/checks/replication.ts';
import { SMALLEST } from '../../../sample/inventories.ts';
import { contextFor, of, told, CONTEXT, ASYNC, TIMEOUT } from '../../../sample/verify.ts';

describe('replication', () => {
  /** 192.168.47.146:10912, established */
  const link = ' 0: 912FA8C0:9999 922FA8C0:2AA0 01 0:0 00:0 00 0 0 1\nlooked\n';
  const MIB = 2n ** 20n;
  test.each([
    ['has everything', CONTEXT, link, [0n], 'pass', /has all/],
    ['is behind and gets closer', CONTEXT, link, [900n, 500n], 'pass', /500 bytes behind, and gets closer/],
    ['is behind and stays so', CONTEXT, link, [500n, 500n], 'fail', /gets no closer/],
    ['is behind and stays so, which async allows', ASYNC, link, [500n, 500n], 'warn', /gets no closer/],
    ['is behind by too much', ASYNC, link, [300n * MIB, 299n * MIB], 'fail', /its limit/],
    ['is ahead', ASYNC, link, [-5n], 'fail', /5 bytes more than its master/],
    ['is not connected', CONTEXT, 'looked\n', [0n], 'fail', /not connected to broker-a at 192\.168\.47\.146/],
    ['is connected elsewhere', CONTEXT, link.replace('922FA8C0', '092FA8C0'), [0n], 'fail', /not connected/],
  ])('%s', (...[, where, text, behind, status, detail]) => {
    const sight = { texts: { 'links broker-a-s': text }, answers: { 'progress broker-a-s': { behind } } };
    const [finding] = of(replication, where, sight, 'broker-a-s');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  test.each([
    ['ASYNC_MASTER', CONTEXT, 'warn'],
    ['SYNC_MASTER', ASYNC, 'fail'],
  ])('is judged by the role its master runs with: %s', (brokerRole, where, status) => {
    const answers = {
      'progress broker-a-s': { behind: [500n, 500n] },
      'running-config broker-a': new Map([['brokerRole', brokerRole]]),
    };
    const sight = { texts: { 'links broker-a-s': link }, answers };
    expect(told(of(replication, where, sight, 'broker-a-s'))).toEqual([`broker-a-s ${status}`]);
  });

  test('of a slave that hangs is not known', () => {
    const sight = { texts: { 'links broker-a-s': link }, answers: { 'progress broker-a-s': TIMEOUT } };
    expect(told(of(replication, CONTEXT, sight, 'broker-a-s'))).toEqual(['broker-a-s skip']);
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
      ['both have run for long', CONTEXT, 600, 600, 'pass'],
      ['a slave that is told its master reports sooner', quick, 2, 600, 'pass'],
      ['the slave has just started', CONTEXT, 8, 600, 'fail'],
      ['its master has just started', CONTEXT, 600, 8, 'fail'],
      ['the slave has just started, which async allows', ASYNC, 8, 600, 'warn'],
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
      expect(told(of(replication, CONTEXT, sight, 'broker-a-s'))).toEqual([`broker-a-s ${status}`]);
    });

    const newer = contextFor(SMALLEST.replace('version: 4.9.4', 'version: 5.3.3'));
    const state = (address: string, ackOffset: bigint) => ({ slaves: [{ address, ackOffset, behind: 0n }] });
    test.each([
      ['has reported', state('192.168.47.145:39321', 0n), 'pass'],
      ['has not', state('192.168.47.145:39321', -1n), 'fail'],
      ['is seen from elsewhere', state('10.0.0.1:39321', -1n), 'pass'],
      ['the master does not say', TIMEOUT, 'pass'],
    ])('since 5.0.0: %s', (_name, answer, status) => {
      const sight = {
        texts: { 'links broker-a-s': link },
        answers: { 'progress broker-a-s': { behind: [0n] }, 'replication-state broker-a': answer },
      };
      expect(told(of(replication, newer, sight, 'broker-a-s'))).toEqual([`broker-a-s ${status}`]);
    });
  });

  test.each([
    ['within the limit', 'Slave fall behind master: 1000 bytes', ASYNC, 'skip', /counted 1000 bytes/],
    ['4.9.4: beyond it', `Slave fall behind master: ${300n * MIB} bytes`, ASYNC, 'fail', /its limit/],
    [
      '3.2.6: beyond it',
      `slave fall behind master, how much, ${300n * MIB} bytes`,
      ASYNC,
      'fail',
      /its limit/,
    ],
  ])('of a slave that hangs is as its master counts it, %s', (...[, line, where, status, detail]) => {
    const sight = {
      texts: { 'links broker-a-s': link, 'counted-lag broker-a': `2026-11-22 10:00:00 INFO x - ${line}\n` },
      answers: { 'progress broker-a-s': TIMEOUT },
    };
    const [finding] = of(replication, where, sight, 'broker-a-s');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });
});

/** A broker that says these positions, one after the other. */
const saying = (...offsets: readonly bigint[]): (() => Promise<bigint>) => {
  const left = [...offsets];
  return () => {
    const next = left.shift();
    return next === undefined ? Promise.reject(new Error('asked too often')) : Promise.resolve(next);
  };
};

describe('the distance of a slave', () => {
  test.each([
    ['has all of it', [10n], 10n, 0n],
    ['is behind', [10n], 4n, 6n],
    ['has copied what its master stored between the two looks', [10n, 30n], 20n, 0n],
    ['has what its master never had', [10n, 10n], 20n, -10n],
    ['has more than its master, which goes on storing', [10n, 15n], 20n, -5n],
  ])('a slave %s', async (_what, master, slave, behind) => {
    expect(await distanceNow((say) => say(), saying(...master), saying(slave))).toBe(behind);
  });
});
