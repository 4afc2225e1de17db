import { describe, expect, test } from 'vitest';
import { RmqctlError } from '../../../../src/errors.ts';
import { exchanges, messages } from '../../../../src/checks/verify/checks/messages.ts';
import type { QuestionContext } from '../../../../src/checks/verify/check.ts';
import { memberNamed } from '../../../../src/checks/verify/context.ts';
import { SMALLEST } from '../../../sample/inventories.ts';
import { contextFor, seen, told, CONTEXT, ASYNC, TIMEOUT, REFUSED } from '../../../sample/verify.ts';

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
  const lacks = (broker: string, error = TIMEOUT) => ({ broker, found: 0, firstMissing: 0n, error });
  const judged = (where: typeof CONTEXT, exchange: unknown) =>
    messages.judge(where, seen(where, { answers: { 'exchanges broker-a': exchange } }));

  test.each([
    ['arrive', CONTEXT, ok, has('broker-a'), has('broker-a-s'), ['broker-a pass', 'broker-a-s pass']],
    [
      'are not read back',
      CONTEXT,
      ok,
      lacks('broker-a'),
      has('broker-a-s'),
      ['broker-a fail', 'broker-a-s pass'],
    ],
    [
      'do not reach the slave',
      CONTEXT,
      ok,
      has('broker-a'),
      lacks('broker-a-s'),
      ['broker-a pass', 'broker-a-s fail'],
    ],
    [
      'reach the slave late',
      ASYNC,
      ok,
      has('broker-a'),
      lacks('broker-a-s'),
      ['broker-a pass', 'broker-a-s warn'],
    ],
    [
      'are others on the slave',
      ASYNC,
      ok,
      has('broker-a'),
      lacks('broker-a-s', new RmqctlError('MESSAGE_DIFFERS', 'another')),
      ['broker-a pass', 'broker-a-s fail'],
    ],
    [
      'are acknowledged without the slave',
      CONTEXT,
      [sent('slave-not-available')],
      has('broker-a', 1),
      lacks('broker-a-s'),
      ['broker-a fail', 'broker-a-s fail'],
    ],
  ])('%s', (...[, where, list, master, slave, result]) => {
    expect(told(judged(where, { sent: list, master, slaves: [slave] }))).toEqual(result);
  });

  const blamed = (exchange: unknown, place: string) =>
    judged(CONTEXT, exchange).find(({ instance }) => instance === place)?.follows;

  test('what a slave lacks follows from its blocked way to the master', () => {
    const exchange = { sent: ok, master: has('broker-a'), slaves: [lacks('broker-a-s')] };
    expect(blamed(exchange, 'broker-a-s')).toContainEqual({ check: 'paths', of: 'node2>broker-a' });
  });

  test('a topic that takes too long follows from a name server that is silent, or not reached', () => {
    const causes = [
      { check: 'process', of: 'namesrv-node2' },
      { check: 'paths', of: 'node1>namesrv-node2' },
    ];
    expect(blamed(TIMEOUT, 'broker-a')).toEqual(expect.arrayContaining(causes));
    for (const cause of causes) expect(blamed(REFUSED, 'broker-a')).not.toContainEqual(cause);
  });

  test('an asynchronous slave may be late until its limit', () => {
    const asynchronous = contextFor(SMALLEST.replace('mode: sync', 'mode: async'));
    const late = { sent: ok, master: has('broker-a'), slaves: [lacks('broker-a-s')] };
    const running = (limit: string) => ({
      'exchanges broker-a': late,
      'running-config broker-a': new Map([['haSlaveFallbehindMax', limit]]),
    });
    const judgements = (limit: string) =>
      told(messages.judge(asynchronous, seen(asynchronous, { answers: running(limit) })));
    expect(judgements('299')).toEqual(['broker-a pass', 'broker-a-s fail']);
    expect(judgements('300')).toEqual(['broker-a pass', 'broker-a-s warn']);
  });

  describe('are not sent', () => {
    const sight = {
      texts: { 'links broker-a-s': 'looked\n' },
      answers: { 'progress broker-a-s': { behind: [0n] } },
    };
    const unreached = new Error('something was asked over the network');
    const asking = (where: typeof CONTEXT): QuestionContext => ({
      context: where,
      seen: seen(where, sight),
      now: () => 0,
      member: (name) => memberNamed(where, name)!,
      client: () => {
        throw unreached;
      },
      dial: () => Promise.reject(unreached),
    });

    test('to a synchronous master that no slave copies: it would wait for one with each', async () => {
      const answer = await exchanges.ask('broker-a', asking(CONTEXT));
      expect(answer).toEqual({
        withheld: expect.stringMatching(/^broker-a-s is not connected to broker-a at/),
      });
      const [finding] = judged(CONTEXT, answer);
      expect(finding).toMatchObject({
        status: 'fail',
        detail: expect.stringMatching(/so no message was sent$/),
      });
    });

    test('and are to an asynchronous one', async () => {
      await expect(exchanges.ask('broker-a', asking(ASYNC))).rejects.toThrow(unreached);
    });
  });

  test.each(['slave-not-available', 'flush-slave-timeout'])(
    '%s: says that acknowledgements are not safe',
    (status) => {
      const [finding] = judged(CONTEXT, { sent: [sent(status)], master: has('broker-a', 1), slaves: [] });
      expect(finding?.detail).toMatch(
        /^acknowledgements are not safe: (SLAVE_NOT_AVAILABLE|FLUSH_SLAVE_TIMEOUT), /,
      );
    },
  );
});
