import { expect, test } from 'vitest';
import { closingLines } from '../../src/report/closing.ts';
import type { SummaryEvent } from '../../src/model/events.ts';
import { summary } from '../sample/events.ts';
import { plain } from '../sample/streams.ts';

const cases: [string, Partial<SummaryEvent>, string[]][] = [
  ['nothing to do', { passed: 4 }, ['deploy: done in 1.3 s; nothing to change; 4 checks passed; 2 hosts']],
  [
    'a deployment',
    { changed: 14, passed: 9, skipped: 1, seconds: 75 },
    ['deploy: done in 1 min 15 s; 14 changed; 9 checks passed, 1 skipped; 2 hosts'],
  ],
  ['a plan', { command: 'plan', changed: 3, hosts: 1 }, ['plan: done in 1.3 s; 3 to change; 1 host']],
  ['nothing there any more', { command: 'destroy' }, ['destroy: done in 1.3 s; nothing to change; 2 hosts']],
  ['an empty plan', { command: 'plan' }, ['plan: done in 1.3 s; nothing to change; 2 hosts']],
  [
    'a drift',
    { command: 'plan', changed: 1, exitCode: 8 },
    ['plan: there are changes in 1.3 s; 1 to change; 2 hosts'],
  ],
  ['no host', { command: 'validate', hosts: 0 }, ['validate: done in 1.3 s']],
  [
    'a refused inventory',
    { command: 'validate', hosts: 0, exitCode: 3 },
    ['validate: inventory refused in 1.3 s'],
  ],
  [
    'several things wrong: one line a host',
    {
      exitCode: 4,
      changed: 2,
      failed: 1,
      blocked: 3,
      checksFailed: 1,
      hosts: 3,
      perHost: [
        { host: 'node1', changed: 2, failed: 0, blocked: 0, checksFailed: 0 },
        { host: 'node2', changed: 0, failed: 1, blocked: 3, checksFailed: 1 },
        {
          host: 'node3',
          changed: 0,
          failed: 0,
          blocked: 0,
          checksFailed: 0,
          error: { code: 'UNREACHABLE', message: 'no route to node3' },
        },
      ],
    },
    [
      'deploy: a host could not be reached in 1.3 s; 2 changed, 1 failed, 3 blocked; 0 checks passed, 1 failed; 3 hosts',
      '  node1  2 changed',
      '  node2  1 failed, 3 blocked, 1 check failed',
      '  node3  UNREACHABLE: no route to node3',
    ],
  ],
];

test.each(cases)('%s', (_name, over, lines) => expect(closingLines(summary(over), plain)).toEqual(lines));
