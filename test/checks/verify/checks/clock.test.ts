import { describe, expect, test } from 'vitest';
import { clock } from '../../../../src/checks/verify/checks/clock.ts';
import { seen, told, CONTEXT } from '../../../sample/verify.ts';

describe('clocks', () => {
  test.each([
    ['agree', ['100.2', '100.9'], ['node1 pass', 'node2 pass']],
    ['without fractions, as busybox has them', ['100.%N', '101.%N'], ['node1 pass', 'node2 pass']],
    ['three seconds apart', ['100', '103'], ['node1 pass', 'node2 warn']],
    ['two minutes apart', ['100', '220'], ['node1 pass', 'node2 fail']],
  ])('%s', (_name, [one = '', two = ''], result) => {
    const sight = { texts: { 'clock node1': one, 'clock node2': two } };
    expect(told(clock.judge(CONTEXT, seen(CONTEXT, sight)))).toEqual(result);
  });
});
