import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type CheckEvent,
  type DiagnosticEvent,
  eventsSchema,
  type InstanceEvent,
  type OutputEvent,
  type ProgressEvent,
  type RmqctlEvent,
  type StepEvent,
} from '../../src/model/events.ts';
import { createReporter } from '../../src/report/create-reporter.ts';
import { summary } from '../sample/events.ts';
import { stage } from '../sample/streams.ts';

const diagnostic: DiagnosticEvent = {
  event: 'diagnostic',
  severity: 'error',
  code: 'UNKNOWN_KEY',
  message: 'm',
  hint: undefined,
  file: 'x.yaml',
  line: 7,
  column: 1,
  frame: '7 | nameserv:\n  | ^^^^^^^^',
};
const changed: StepEvent = {
  event: 'step',
  host: 'node1',
  instance: 'broker-a',
  resource: 'file:/etc/x',
  action: 'create',
  status: 'changed',
  seconds: 0.10049,
  summary: 's',
  diff: { path: '/etc/x', before: '', after: 'a\n' },
};
const failed: StepEvent = { ...changed, status: 'failed', log: ['last words'], hint: 'h' };
const planned: StepEvent = { ...changed, status: 'planned', seconds: undefined };
const unchanged: StepEvent = {
  event: 'step',
  host: 'node1',
  resource: 'r',
  action: 'update',
  status: 'unchanged',
};
const check: CheckEvent = {
  event: 'check',
  check: 'replication',
  host: 'node2',
  instance: 'broker-a-s',
  status: 'fail',
  detail: 'd',
  hint: 'h',
};
const progress: ProgressEvent = {
  event: 'progress',
  host: 'n',
  stage: 'uploading',
  bytes: 1,
  totalBytes: 2,
  done: true,
};
const output: OutputEvent = {
  event: 'output',
  text: 't',
  host: 'n',
  instance: 'i',
  stream: 'stdout',
  code: 0,
  time: '2026-11-22T00:26:06.000Z',
};
const instance: InstanceEvent = {
  event: 'instance',
  host: 'n',
  instance: 'broker-a-s',
  role: 'slave',
  state: 'up',
  address: '10.0.0.1:11011',
  pid: 4711,
  uptime: 3.5,
  restarts: 0,
  version: '4.9.4',
  in: 0.1,
  out: 0,
  lag: 120,
  disk: 0.42,
  detail: 'd',
};
const closing = summary({
  hosts: 1,
  perHost: [
    { host: 'n', changed: 0, failed: 0, blocked: 0, checksFailed: 0, error: { code: 'E', message: 'm' } },
  ],
});
const everything: readonly RmqctlEvent[] = [
  diagnostic,
  changed,
  failed,
  planned,
  unchanged,
  check,
  progress,
  output,
  instance,
];

async function linesOf(events: readonly RmqctlEvent[], verbose = false): Promise<Record<string, unknown>[]> {
  const { options, stdout, stderr } = stage({ json: true, verbose, isTTY: true });
  const reporter = await createReporter(options);
  for (const event of events) reporter.emit(event);
  reporter.showPlan([planned]);
  reporter.close(closing);
  expect(stderr.text).toBe('');
  return stdout.lines.map((line): Record<string, unknown> => JSON.parse(line));
}

describe('one object a line', () => {
  test('the summary is the last one', async () => {
    expect((await linesOf(everything)).at(-1)).toEqual(closing);
    expect((await linesOf(everything)).filter(({ event }) => event === 'summary')).toHaveLength(1);
  });

  test('what is for people is left out, and what is absent is no key', async () => {
    expect((await linesOf([diagnostic]))[0]).toEqual({
      event: 'diagnostic',
      severity: 'error',
      code: 'UNKNOWN_KEY',
      message: 'm',
      file: 'x.yaml',
      line: 7,
      column: 1,
    });
  });

  test('progress and unchanged steps only with --verbose', async () => {
    expect(await linesOf([progress, unchanged])).toHaveLength(1);
    expect(await linesOf([progress, unchanged], true)).toMatchObject([
      progress,
      { event: 'step', action: 'none', status: 'unchanged' },
      { event: 'summary' },
    ]);
  });

  test('a diff in a plan, elsewhere only with --verbose; seconds in milliseconds', async () => {
    const { diff, ...rest } = changed;
    expect((await linesOf([changed]))[0]).toEqual({ ...rest, seconds: 0.1 });
    expect((await linesOf([planned]))[0]).toHaveProperty('diff', diff);
    expect((await linesOf([changed], true))[0]).toHaveProperty('diff', diff);
  });
});

describe('the schema of the events', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(eventsSchema);

  test('every line holds to it', async () => {
    for (const line of [...(await linesOf(everything)), ...(await linesOf(everything, true))]) {
      expect(validate(line), JSON.stringify([line, validate.errors])).toBe(true);
    }
  });

  test.each([
    ['an unknown event', { event: 'surprise' }],
    ['a field too many', { ...output, more: 1 }],
    ['a state that is none', { ...instance, state: 'fine' }],
    ['a status that is none', { ...check, status: 'ok' }],
    ['a summary without its exit code', { ...closing, exitCode: undefined }],
    ['an exit code that is none', { ...closing, exitCode: 99 }],
  ])('%s does not', (_name, line) => {
    expect(validate(JSON.parse(JSON.stringify(line)))).toBe(false);
  });

  test('the types are the schema, apart from the frame, and nothing of an event can be changed', () => {
    expectTypeOf<keyof DiagnosticEvent>().toEqualTypeOf<
      'event' | 'severity' | 'code' | 'message' | 'hint' | 'host' | 'file' | 'line' | 'column' | 'frame'
    >();
    expectTypeOf<DiagnosticEvent['severity']>().toEqualTypeOf<'error' | 'warning' | 'note'>();
    expectTypeOf<CheckEvent['evidence']>().toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf<Pick<StepEvent, 'host' | 'seconds'>>().toEqualTypeOf<{
      readonly host: string;
      readonly seconds?: number | undefined;
    }>();
  });

  test('docs/reference/events.schema.json is what the code says', async () => {
    const text = `${JSON.stringify(eventsSchema, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../../docs/reference/events.schema.json');
  });
});
