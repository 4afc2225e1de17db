import { describe, expect, test } from 'vitest';
import type { CheckEvent, DiagnosticEvent, StepEvent } from '../../src/model/events.ts';
import { checkLines, diagnosticLines, outputText, progressText, stepLines } from '../../src/report/text.ts';
import { stepEvent } from '../sample/events.ts';
import { plain } from '../sample/streams.ts';

describe('diagnostics', () => {
  const cases: [string, Omit<DiagnosticEvent, 'event'>, string[]][] = [
    [
      'place, frame and hint',
      {
        severity: 'error',
        code: 'UNKNOWN_KEY',
        message: '"nameserv" is no key of the inventory',
        hint: 'did you mean `namesrv`?',
        file: 'x.yaml',
        line: 7,
        column: 1,
        frame: '7 | nameserv: [a]\n  | ^^^^^^^^',
      },
      [
        'x.yaml:7:1 error UNKNOWN_KEY "nameserv" is no key of the inventory',
        '    7 | nameserv: [a]',
        '      | ^^^^^^^^',
        '    hint: did you mean `namesrv`?',
      ],
    ],
    ['a note without a place', { severity: 'note', code: 'N', message: 'so it is' }, ['note N so it is']],
    [
      'a host that the message does not name',
      { severity: 'error', code: 'SSH_REFUSED', message: 'connection refused', host: 'node1' },
      ['error SSH_REFUSED node1: connection refused'],
    ],
    [
      'a host that the message names',
      { severity: 'warning', code: 'SLOW', message: 'node1 answers slowly', host: 'node1' },
      ['warning SLOW node1 answers slowly'],
    ],
    ['several lines', { severity: 'error', code: 'E', message: 'a\nb' }, ['error E a', '    b']],
  ];
  test.each(cases)('%s', (_name, event, lines) => {
    expect(diagnosticLines({ event: 'diagnostic', ...event }, plain)).toEqual(lines);
  });
});

describe('steps', () => {
  const step = stepEvent();
  const cases: [string, Partial<StepEvent>, string[]][] = [
    ['updated', { seconds: 0.12 }, ['~ node1 update file:/etc/hosts (0.1 s)']],
    ['created', { action: 'create', instance: 'broker-a' }, ['+ node1 broker-a create file:/etc/hosts']],
    ['deleted', { action: 'delete', summary: 'remove /etc/hosts' }, ['- node1 remove /etc/hosts']],
    ['unchanged', { status: 'unchanged' }, ['  node1 unchanged file:/etc/hosts']],
    ['blocked', { status: 'blocked' }, ['~ node1 blocked update file:/etc/hosts']],
    [
      'failed, with its log and its hint',
      {
        status: 'failed',
        action: 'start',
        resource: 'service:broker-a',
        summary: 'broker-a died after 2 s:\nnot enough memory',
        log: ['OpenJDK warning\u001b[0m', "Can't allocate"],
        hint: 'lower heap.broker',
      },
      [
        '+ node1 FAILED start service:broker-a - broker-a died after 2 s:',
        '    not enough memory',
        '    | OpenJDK warning',
        "    | Can't allocate",
        '    hint: lower heap.broker',
      ],
    ],
  ];
  test.each(cases)('%s', (_name, over, lines) =>
    expect(stepLines({ ...step, ...over }, plain)).toEqual(lines),
  );

  test('a diff is shown when asked for', () => {
    const changed = { ...step, diff: { path: '/etc/hosts', before: 'a\n', after: 'b\n' } };
    expect(stepLines(changed, plain)).toHaveLength(1);
    expect(stepLines(changed, plain, true).slice(-2)).toEqual(['    -a', '    +b']);
  });
});

describe('checks', () => {
  const check: CheckEvent = { event: 'check', check: 'replication', status: 'pass', detail: 'in step' };
  test('stand below their name, which is said once', () => {
    const first = checkLines({ ...check, host: 'node2', instance: 'broker-a-s' }, plain);
    expect(first).toEqual(['replication', '  pass  node2 broker-a-s  in step']);
    const second = checkLines({ ...check, status: 'fail', hint: 'look at it' }, plain, 'replication');
    expect(second).toEqual(['  FAIL  in step', '    hint: look at it']);
  });
});

test.each([
  [{ stage: 'probing' }, 'probing'],
  [{ stage: 'waiting', host: 'node1', instance: 'broker-a' }, 'node1 broker-a: waiting'],
  [{ stage: 'waiting for broker-a', host: 'node1', instance: 'broker-a' }, 'node1: waiting for broker-a'],
  [{ stage: 'uploading', host: 'n', bytes: 1500, totalBytes: 3000 }, 'n: uploading, 1.5 kB of 3.0 kB'],
])('progress %j reads %s', (event, text) => {
  expect(progressText(event)).toBe(text);
});

test.each([
  [{ text: 'a\nb\n' }, 'a\nb\n'],
  [{ text: '{"no":"newline"}' }, '{"no":"newline"}\n'],
  [{ text: 'up 3 days\nok', host: 'node1' }, 'node1 up 3 days\nnode1 ok\n'],
  [{ text: '', host: 'node1' }, ''],
])('output %j is printed as %j', (event, text) => {
  expect(outputText({ event: 'output', ...event }, plain)).toBe(text);
});
