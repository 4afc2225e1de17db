import { expect, test } from 'vitest';
import { rootCauses } from '../../../../src/checks/verify/verify.ts';
import { CHECKS } from '../../../../src/checks/verify/registry.ts';
import { SMALLEST, topologyOf } from '../../../sample/inventories.ts';
import type { Finding } from '../../../../src/checks/finding.ts';

const context = { topology: topologyOf(SMALLEST), order: CHECKS.map(({ id }) => id) };
const answer = (check: string, instance: string, more: Partial<Finding> = {}): Finding => ({
  check,
  instance,
  status: 'fail',
  detail: `${check} is wrong`,
  ...more,
});
const follows = (check: string, of: string) => ({ follows: [{ check, of }] });
const told = (answers: readonly Finding[]) =>
  rootCauses(answers, context).map(({ check, status }) => `${check} ${status}`);

test('what follows from a failure is a skip that names its cause', () => {
  const [, ports] = rootCauses(
    [answer('process', 'broker-a'), answer('ports', 'broker-a', follows('process', 'broker-a'))],
    context,
  );
  expect(ports).toMatchObject({ status: 'skip', detail: 'follows from process of broker-a: ports is wrong' });
});

test.each([
  [
    'another instance',
    [answer('process', 'broker-b'), answer('ports', 'broker-a', follows('process', 'broker-a'))],
    ['process fail', 'ports fail'],
  ],
  [
    'a cause that is well',
    [
      answer('process', 'broker-a', { status: 'pass' }),
      answer('ports', 'broker-a', follows('process', 'broker-a')),
    ],
    ['process pass', 'ports fail'],
  ],
  [
    'a warning is no cause of a failure',
    [
      answer('answers', 'broker-a', { status: 'warn' }),
      answer('messages', 'broker-a', follows('answers', 'broker-a')),
    ],
    ['answers warn', 'messages fail'],
  ],
  [
    'a warning may be one of a warning',
    [
      answer('answers', 'broker-a', { status: 'warn' }),
      answer('messages', 'broker-a', { status: 'warn', ...follows('answers', 'broker-a') }),
    ],
    ['answers warn', 'messages skip'],
  ],
  [
    'a later check explains nothing',
    [answer('ports', 'broker-a', follows('messages', 'broker-a')), answer('messages', 'broker-a')],
    ['ports fail', 'messages fail'],
  ],
  [
    'a chain leads to one cause',
    [
      answer('process', 'broker-a'),
      answer('ports', 'broker-a', follows('process', 'broker-a')),
      answer('messages', 'broker-a', follows('ports', 'broker-a')),
    ],
    ['process fail', 'ports skip', 'messages skip'],
  ],
  [
    'a host that is away takes its instances with it',
    [
      { check: 'host', host: 'node1', status: 'fail', detail: 'x' } as const,
      answer('registration', 'namesrv-node2', follows('process', 'broker-a')),
    ],
    ['host fail', 'registration skip'],
  ],
  [
    'a blocked path by its ends',
    [
      answer('paths', 'broker-a-s', { also: ['node2>broker-a'] }),
      answer('replication', 'broker-a-s', follows('paths', 'node2>broker-a')),
    ],
    ['paths fail', 'replication skip'],
  ],
])('%s', (_name, answers, result) => {
  expect(told(answers)).toEqual(result);
});
