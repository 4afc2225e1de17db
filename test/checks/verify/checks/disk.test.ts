import { describe, expect, test } from 'vitest';
import { disk } from '../../../../src/checks/verify/checks/disk.ts';
import { of, told, CONTEXT } from '../../../sample/verify.ts';

describe('disk', () => {
  const df = (used: number) => `/dev/vda 1000000 1 500000 ${used}% /data one\n`;
  test.each([
    [74, 'pass'],
    [75, 'warn'],
    [89, 'warn'],
    [90, 'fail'],
    [92, 'fail'],
  ])('%i %% full', (used, status) => {
    const [finding] = of(disk, CONTEXT, { texts: { 'disk broker-a': df(used) } }, 'broker-a');
    expect(finding).toMatchObject({
      status,
      detail: expect.stringContaining(`/data one is ${used} % full, 512 MB left`),
    });
  });

  test('old messages are deleted from the ratio that the broker runs with', () => {
    const answers = { 'running-config broker-a': new Map([['diskMaxUsedSpaceRatio', '60']]) };
    const texts = { 'disk broker-a': df(61) };
    const [finding] = of(disk, CONTEXT, { texts, answers }, 'broker-a');
    expect(finding).toMatchObject({ status: 'warn', detail: expect.stringContaining('from 60 % on') });
  });

  test('of a store that is not there', () => {
    expect(told(of(disk, CONTEXT, { texts: { 'disk broker-a': '' } }, 'broker-a'))).toEqual([
      'broker-a fail',
    ]);
  });
});
