import { describe, expect, test } from 'vitest';
import type { RmqctlEvent, StepEvent } from '../../../src/model/events.ts';
import { markdown } from '../../../src/report/markdown/markdown.ts';
import { summary } from '../../sample/events.ts';
import { markdownFaults } from '../../sample/markdown-lint.ts';

const step = (over: Partial<StepEvent> = {}): StepEvent => ({
  event: 'step',
  host: 'n1',
  resource: 'file:/x',
  action: 'create',
  status: 'planned',
  summary: 'write /x',
  ...over,
});

/** The page of a run; it must be well formed, whatever is in it. */
function page(
  events: readonly RmqctlEvent[],
  over: Parameters<typeof summary>[0] = {},
  mermaid?: string,
): string {
  const text = markdown({ events, summary: summary(over), mermaid });
  expect(markdownFaults(text)).toEqual([]);
  return text;
}

test('a plan is a table, its diffs are folded, the topology is drawn', () => {
  const diff = { path: '/x', before: 'a\n', after: 'b\n' };
  const text = page(
    [step({ diff }), step({ instance: 'broker-a', resource: 'service:broker-a', action: 'start' })],
    { command: 'plan', changed: 2 },
    'flowchart LR\n  a --> b\n',
  );
  expect(text).toBe(`### ✅ rmqctl plan: done in 1.3 s; 2 to change; 2 hosts

| host | instance | action | resource | what |
| --- | --- | --- | --- | --- |
| <code>n1</code> |  | create | <code>file:/x</code> | write /x |
| <code>n1</code> | <code>broker-a</code> | start | <code>service:broker-a</code> | write /x |

<details><summary>Topology</summary>

\`\`\`mermaid
flowchart LR
  a --> b
\`\`\`

</details>

<details><summary><code>n1 /x</code></summary>

\`\`\`diff
--- /x
+++ /x
@@ -1,1 +1,1 @@
-a
+b
\`\`\`

</details>
`);
});

test('checks are counted, and those that are no pass are told with what to do', () => {
  const text = page(
    [
      { event: 'check', check: 'ports', host: 'n1', status: 'pass', detail: 'open' },
      { event: 'check', check: 'ports', host: 'n2', status: 'fail', detail: 'closed', hint: 'open it' },
      { event: 'check', check: 'messages', instance: 'broker-a', status: 'skip', detail: 'no' },
    ],
    { command: 'verify', exitCode: 6 },
  );
  expect(text).toContain('### ❌ rmqctl verify: a check failed');
  expect(text).toContain('| <code>ports</code> | 1 | 1 | 0 | 0 |');
  expect(text).toContain('| **fail** | <code>ports</code> | <code>n2</code> | closed<br>hint: open it |');
  expect(text).toContain('| skip | <code>messages</code> | <code>broker-a</code> | no |');
});

test('what failed comes with its log, errors with their place', () => {
  const text = page(
    [
      { event: 'diagnostic', severity: 'error', code: 'UNKNOWN_KEY', message: 'no', file: 'x.yaml', line: 3 },
      { event: 'diagnostic', severity: 'note', code: 'VALID', message: 'not told' },
      step({ status: 'failed', summary: 'it ended', log: ['```', 'java.lang.Error'], hint: 'look' }),
    ],
    { exitCode: 5 },
  );
  expect(text).toContain(
    '- **error** <code>UNKNOWN\\_KEY</code> <code>x.yaml:3</code> no'.replace('\\_', '&#95;'),
  );
  expect(text).not.toContain('not told');
  expect(text).toContain('hint: look');
  expect(text).toContain('````\n```\njava.lang.Error\n````');
});

test('instances are a table', () => {
  const text = page([
    {
      event: 'instance',
      host: 'n1',
      instance: 'broker-a',
      role: 'master',
      state: 'down',
      address: 'n1:1',
      detail: 'gone',
    },
  ]);
  expect(text).toContain(
    '| <code>broker-a</code> | <code>n1</code> | **down** gone | master | <code>n1:1</code> |  |',
  );
});

describe('words of hosts are words', () => {
  test.each([
    'a|b',
    '`x`',
    '<img src=x onerror=1>',
    '</table>',
    '**b** _i_ [l](u) @you #1',
    'a\nb',
    '~~s~~ $m$',
    '\u001b[31m',
  ])('%j', (word) => {
    const text = page([
      step({ summary: word, resource: `file:${word}`, host: word }),
      { event: 'check', check: word, status: 'fail', detail: word, hint: word },
      { event: 'diagnostic', severity: 'error', code: 'X', message: word, file: word },
      step({ status: 'failed', summary: word, log: [word], diff: { path: word, before: '', after: word } }),
    ]);
    expect(text.split(/^`{3,}.*?^`{3,}$/ms).join('')).not.toContain(word);
  });
});

test('has room in a comment, whatever there is: diffs are left out first, and counted', () => {
  const many = Array.from({ length: 400 }, (_, at) =>
    step({
      resource: `file:/etc/rocketmq/file-${at}.properties`,
      diff: { path: `/x${at}`, before: '', after: 'some=value\n'.repeat(100) },
    }),
  );
  const text = page([...many, ...many], { command: 'plan', changed: 800 }, 'x\n'.repeat(30_000));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain('and 650 steps more');
  expect(text).toMatch(/\d+ more diffs in the log/);
  expect(text).toContain('More is in the log');
});
