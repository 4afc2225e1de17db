import { describe, expect, test } from 'vitest';
import { boot } from '../../../../src/checks/verify/checks/boot.ts';
import { of, told, CONTEXT } from '../../../sample/verify.ts';

describe('boot line', () => {
  test.each([
    ['The broker[broker-a, x] boot success.\n', 'pass'],
    ['', 'fail'],
  ])('%j', (text, status) => {
    expect(told(of(boot, CONTEXT, { texts: { 'boot broker-a': text } }, 'broker-a'))).toEqual([
      `broker-a ${status}`,
    ]);
  });
});
