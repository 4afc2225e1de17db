import { describe, expect, test } from 'vitest';
import { answers } from '../../../../src/checks/verify/checks/answers.ts';
import { of, told, CONTEXT, OLDEST, ASYNC, TIMEOUT, REFUSED, FORBIDDEN } from '../../../sample/verify.ts';

describe('an instance that is asked', () => {
  const version = (text: string) => new Map([['brokerVersionDesc', text]]);
  test.each([
    ['answers', CONTEXT, version('V4_9_4'), 'pass'],
    ['is of another release', CONTEXT, version('V4_9_3'), 'fail'],
    ['is 3.2.6, as it calls itself', OLDEST, version('V3_2_6_SNAPSHOT'), 'pass'],
    ['does not answer', CONTEXT, TIMEOUT, 'fail'],
    ['is a slave that may be late', ASYNC, TIMEOUT, 'warn'],
    ['is a slave that refuses', ASYNC, REFUSED, 'fail'],
    ['cannot be asked', CONTEXT, FORBIDDEN, 'skip'],
  ])('%s', (_name, where, answer, status) => {
    const sight = { answers: { 'runtime broker-a-s': answer } };
    expect(told(of(answers, where, sight, 'broker-a-s'))).toEqual([`broker-a-s ${status}`]);
  });
});
