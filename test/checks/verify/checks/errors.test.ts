import { describe, expect, test } from 'vitest';
import { errors } from '../../../../src/checks/verify/checks/errors.ts';
import { of, CONTEXT } from '../../../sample/verify.ts';

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
    const [finding] = of(errors, CONTEXT, { texts: texts(text) }, 'broker-a');
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  test.each([
    ['now', at('09:59:30', 'registerBroker Exception'), true],
    ['long ago', at('09:55:00', 'registerBroker Exception'), false],
  ])('what was said %s may follow from what is wrong now: %s', (_when, text, follows) => {
    const [finding] = of(errors, CONTEXT, { texts: texts(text) }, 'broker-a');
    expect((finding?.follows ?? []).length > 0).toBe(follows);
  });
});
