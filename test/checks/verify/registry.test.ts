import { expect, test } from 'vitest';
import { CHECKS, checksOf, unproven } from '../../../src/checks/verify/registry.ts';
import type { Finding } from '../../../src/checks/finding.ts';

const full = checksOf('full', { messages: true });
const answer = (check: string, status: Finding['status']): Finding => ({ check, status, detail: '' });

test.each<[string, typeof full, readonly Finding[], readonly string[]]>([
  ['everything', full, [answer('messages', 'pass'), answer('host', 'fail')], []],
  ['no messages', checksOf('full', { messages: false }), [], ['messages']],
  [
    'messages that could not be sent',
    full,
    [answer('messages', 'skip'), answer('messages', 'skip')],
    ['messages'],
  ],
  ['messages to one of two', full, [answer('messages', 'skip'), answer('messages', 'pass')], []],
  [
    'a quick look',
    checksOf('quick', { messages: true }),
    [],
    CHECKS.filter(({ quick }) => quick !== true).map(({ title }) => title),
  ],
])('what is not tried: %s', (_what, asked, answers, left) => {
  expect(unproven(asked, answers)).toEqual(left);
});
