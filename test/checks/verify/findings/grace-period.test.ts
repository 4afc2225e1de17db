import { describe, expect, test } from 'vitest';
import {
  notYet,
  renewed,
  unsettled,
  untilSettled,
} from '../../../../src/checks/verify/findings/grace-period.ts';
import { CHECKS } from '../../../../src/checks/verify/registry.ts';
import { SMALLEST, topologyOf } from '../../../sample/inventories.ts';
import type { Finding } from '../../../../src/checks/finding.ts';

type Told = readonly [check: string, instance: string, status: Finding['status'], lasting?: boolean];
const answersOf = (told: readonly Told[]): Finding[] =>
  told.map(([check, instance, status, lasting]) => ({ check, instance, status, lasting, detail: 'x' }));

describe('what is asked again', () => {
  test.each<[string, Told[], string[]]>([
    ['nothing, where nothing is wrong', [['process', 'broker-a', 'pass']], []],
    ['what may come right', [['registration', 'namesrv-node1', 'fail']], ['registration']],
    ['a slave that is late', [['replication', 'broker-a-s', 'warn']], ['replication']],
    [
      'messages not before replication is as it should be',
      [
        ['replication', 'broker-a-s', 'fail'],
        ['messages', 'broker-a', 'fail'],
      ],
      ['replication'],
    ],
    ['then messages', [['messages', 'broker-a', 'fail']], ['messages']],
    [
      'nothing, where something else is wrong',
      [
        ['registration', 'namesrv-node1', 'fail'],
        ['process', 'broker-a', 'fail'],
      ],
      [],
    ],
    [
      'a warning of something else does not matter',
      [
        ['registration', 'namesrv-node1', 'fail'],
        ['disk', 'broker-a', 'warn'],
      ],
      ['registration'],
    ],
    ['not what does not heal', [['replication', 'broker-a-s', 'fail', true]], []],
  ])('%s', (_name, told, ids) => {
    expect(unsettled(answersOf(told), CHECKS).map(({ id }) => id)).toEqual(ids);
  });

  test('takes the place of the older answers', () => {
    const older = answersOf([
      ['process', 'broker-a', 'pass'],
      ['registration', 'namesrv-node1', 'fail'],
    ]);
    const newer = answersOf([['registration', 'namesrv-node1', 'pass']]);
    const again = unsettled(older, CHECKS);
    expect(renewed(older, newer, { again, checks: CHECKS }).map(({ status }) => status)).toEqual([
      'pass',
      'pass',
    ]);
  });
});

test.each([
  ['nothing is known', [], 0],
  ['all have run for long', [600, 50], 0],
  ['one has run for ten seconds', [600, 10], 25_000],
])('how long it is awaited: %s', (_name, ages, milliseconds) => {
  const answers = ages.map((upSeconds): Finding => ({
    check: 'process',
    status: 'pass',
    detail: 'x',
    values: { upSeconds },
  }));
  expect(untilSettled(answers)).toBe(milliseconds);
});

describe('what awaits a slave', () => {
  const topology = topologyOf(SMALLEST);
  const judged = (instance: string, status: Finding['status'], awaitsSlave = true) =>
    notYet([{ check: 'messages', instance, status, awaitsSlave, detail: 'x' }], {
      topology,
      started: new Set(['broker-a']),
    })[0];

  test.each<[string, string, Finding['status'], boolean, Finding['status']]>([
    ['of a slave that was just started', 'broker-a-s', 'warn', true, 'skip'],
    ['of its master', 'broker-a', 'fail', true, 'skip'],
    ['but is there', 'broker-a', 'pass', true, 'pass'],
    ['of another broker', 'broker-b-s', 'fail', true, 'fail'],
    ['and what does not', 'broker-a', 'fail', false, 'fail'],
  ])('%s', (...[, instance, status, awaitsSlave, result]) => {
    expect(judged(instance, status, awaitsSlave)?.status).toBe(result);
  });

  test('says so, and what proves it', () => {
    const answer = judged('broker-a', 'fail');
    expect(answer?.detail).toBe('not proven yet, this run has started its broker: x');
    expect(answer?.hint).toContain('rmqctl verify');
  });
});
