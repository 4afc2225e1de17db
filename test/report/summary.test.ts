import { expect, test } from 'vitest';
import type { RmqctlEvent, StepEvent } from '../../src/model/events.ts';
import { checkEvent, stepEvent } from '../sample/events.ts';
import { emptyTally, summarize, tally } from '../../src/report/summary.ts';

const step = (status: StepEvent['status'], host = 'node1'): StepEvent =>
  stepEvent({ host, status, action: status === 'unchanged' ? 'none' : 'create' });
const check = (status: 'pass' | 'fail' | 'warn' | 'skip', host?: string): RmqctlEvent =>
  checkEvent({ status, host });
const summaryOf = (events: readonly RmqctlEvent[], exitCode: 0 | 5 = 0) =>
  summarize(events.reduce(tally, emptyTally), { command: 'deploy', exitCode, seconds: 1.23456 });

test('a run in which nothing happened', () => {
  expect(summaryOf([])).toEqual({
    event: 'summary',
    command: 'deploy',
    ok: true,
    changed: 0,
    failed: 0,
    blocked: 0,
    hosts: 0,
    passed: 0,
    checksFailed: 0,
    skipped: 0,
    seconds: 1.23,
    exitCode: 0,
    perHost: [],
  });
});

test.each<[StepEvent['status'], object]>([
  ['changed', { changed: 1, failed: 0, blocked: 0 }],
  ['planned', { changed: 1, failed: 0, blocked: 0 }],
  ['failed', { changed: 0, failed: 1, blocked: 0 }],
  ['blocked', { changed: 0, failed: 0, blocked: 1 }],
  ['unchanged', { changed: 0, failed: 0, blocked: 0 }],
])('a step that is %s', (status, counts) => {
  const summary = summaryOf([step(status)]);
  expect(summary).toMatchObject({ ...counts, hosts: 1 });
  expect(summary.perHost).toEqual([{ host: 'node1', checksFailed: 0, ...counts }]);
});

test('checks are counted apart from steps; a warning is neither passed nor failed', () => {
  const events = [
    check('pass', 'a'),
    check('pass'),
    check('fail', 'b'),
    check('warn', 'b'),
    check('skip', 'a'),
  ];
  expect(summaryOf(events)).toMatchObject({
    passed: 2,
    checksFailed: 1,
    skipped: 1,
    changed: 0,
    failed: 0,
    hosts: 2,
  });
  expect(summaryOf(events).perHost).toMatchObject([
    { host: 'a', checksFailed: 0 },
    { host: 'b', checksFailed: 1 },
  ]);
});

test('every host that an event named is a host of the run, once, in order', () => {
  const events: RmqctlEvent[] = [
    { event: 'progress', host: 'c', stage: 'connecting' },
    step('unchanged', 'a'),
    step('changed', 'c'),
    { event: 'progress', stage: 'planning' },
  ];
  expect(summaryOf(events).perHost?.map(({ host, changed }) => [host, changed])).toEqual([
    ['c', 1],
    ['a', 0],
  ]);
});

test('a host keeps its first error; warnings are none', () => {
  const told = (severity: 'error' | 'warning', code: string): RmqctlEvent => ({
    event: 'diagnostic',
    severity,
    code,
    message: code,
    hint: 'h',
    host: 'a',
  });
  const summary = summaryOf([told('warning', 'W'), told('error', 'FIRST'), told('error', 'SECOND')], 5);
  expect(summary.perHost?.[0]?.error).toEqual({ code: 'FIRST', message: 'FIRST', hint: 'h' });
  expect(summary).toMatchObject({ ok: false, exitCode: 5 });
});
