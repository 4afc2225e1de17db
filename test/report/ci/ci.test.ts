import { describe, expect, test } from 'vitest';
import { ciSystem } from '../../../src/report/ci/system.ts';
import type { RmqctlEvent, StepEvent } from '../../../src/model/events.ts';
import { createReporter } from '../../../src/report/create-reporter.ts';
import type { ReporterOptions } from '../../../src/report/reporter.ts';
import { summary } from '../../sample/events.ts';
import { stage } from '../../sample/streams.ts';

const GITHUB = { GITHUB_ACTIONS: 'true', CI: 'true' };
const GITLAB = { GITLAB_CI: 'true', CI: 'true' };

const step = (over: Partial<StepEvent> = {}): StepEvent => ({
  event: 'step',
  host: 'n1',
  resource: 'file:/x',
  action: 'create',
  status: 'changed',
  summary: 'write /x',
  ...over,
});
const pass: RmqctlEvent = { event: 'check', check: 'ports', host: 'n1', status: 'pass', detail: 'open' };
const error = (over: object): RmqctlEvent => ({
  event: 'diagnostic',
  severity: 'error',
  code: 'UNKNOWN_KEY',
  message: 'no such key',
  ...over,
});

async function told(
  events: readonly RmqctlEvent[],
  env: ReporterOptions['env'],
  over: Partial<ReporterOptions> = {},
) {
  const { options, stdout, stderr } = stage({ env, ...over });
  const reporter = await createReporter(options);
  for (const event of events) reporter.emit(event);
  reporter.close(summary());
  return { out: stdout.lines, err: stderr.lines, text: stdout.text };
}

test.each([
  [{}, undefined],
  [{ CI: 'false' }, undefined],
  [{ CI: '0' }, undefined],
  [{ CI: '' }, undefined],
  [{ CI: 'true' }, 'other'],
  [{ CI: 'woodpecker' }, 'other'],
  [GITHUB, 'github'],
  [GITLAB, 'gitlab'],
])('%j is %s', (env, system) => expect(ciSystem(env)).toBe(system));

test('a CI that neither folds nor annotates gets plain lines', async () => {
  const events = [step(), pass, error({})];
  expect((await told(events, { CI: 'true' })).text).toBe((await told(events, {})).text);
});

describe('on GitHub', () => {
  const lines = async (...events: RmqctlEvent[]): Promise<string[]> => (await told(events, GITHUB)).out;

  test('what went well is folded away, what did not is seen and annotated', async () => {
    const failed = step({ status: 'failed', summary: 'no room', hint: 'make some', instance: 'broker-a' });
    expect(await lines(step(), step(), failed, step({ host: 'n2' }), pass)).toEqual([
      '::group::Steps',
      '+ n1 write /x',
      '+ n1 write /x',
      '::endgroup::',
      '+ n1 broker-a FAILED create file:/x - no room',
      '    hint: make some',
      '::error title=n1 broker-a file%3A/x::no room%0Ahint: make some',
      '::group::Steps',
      '+ n2 write /x',
      '::endgroup::',
      '::group::Checks',
      'ports',
      '  pass  n1  open',
      '::endgroup::',
      'deploy: done in 1.3 s; nothing to change; 2 hosts',
    ]);
  });

  test('a plan is folded away, its count is not', async () => {
    const planned = step({ status: 'planned' });
    expect(await lines(planned)).toEqual([
      '::group::Plan',
      'n1',
      '  + create file:/x  (write /x)',
      '',
      '1 to change on 1 host',
      '::endgroup::',
      '',
      'deploy: done in 1.3 s; nothing to change; 2 hosts',
    ]);
  });

  test('a diagnostic is annotated at its line, in the words of the repository', async () => {
    const env = { ...GITHUB, GITHUB_WORKSPACE: '/work' };
    const event = error({ file: 'x.yaml', line: 7, column: 3 });
    const { out } = await told([event], env, { cwd: '/work/deploy' });
    expect(out[1]).toBe('::error file=deploy/x.yaml,line=7,col=3,title=UNKNOWN_KEY::no such key');
  });

  test.each([
    [error({ message: 'a%b\nc\r' }), '::error title=UNKNOWN_KEY::a%25b%0Ac%0D'],
    [error({ severity: 'warning', file: '-', line: 1 }), '::warning title=UNKNOWN_KEY::no such key'],
    [error({ host: 'n,1:' }), '::error title=UNKNOWN_KEY (n%2C1%3A)::no such key'],
    [
      { event: 'check', check: 'lag', instance: 'broker-a-s', status: 'warn', detail: 'behind' } as const,
      '::warning title=lag broker-a-s::behind',
    ],
    [
      { event: 'check', check: 'ports', status: 'fail', detail: 'closed' } as const,
      '::error title=ports::closed',
    ],
  ])('escapes as the runner wants it: %j', async (event, annotation) => {
    expect((await told([event], GITHUB)).out).toContain(annotation);
  });

  test.each([error({ severity: 'note' }), step({ status: 'blocked' }), pass])(
    'marks no more than what somebody has to look at: %j',
    async (event) =>
      expect((await told([event], GITHUB)).out.filter((line) => /^::(error|warn|not)/.test(line))).toEqual(
        [],
      ),
  );

  test("a host's words are no commands", async () => {
    const events: RmqctlEvent[] = [
      step({
        status: 'failed',
        summary: 'it said\n::add-mask::x\n  ::stop-commands::y',
        log: ['##[add-path]/tmp'],
      }),
      { event: 'output', host: 'n1', text: '##[error]z' },
    ];
    const { out } = await told(events, GITHUB);
    const commands = out.filter((line) => /^\s*::|##\[/.test(line));
    expect(commands).toEqual(['::error title=n1 file%3A/x::it said%0A::add-mask::x%0A  ::stop-commands::y']);
  });

  test('nothing of it is in JSON', async () => {
    const { out, err } = await told([step(), error({})], GITHUB, { json: true });
    expect(out.map((line): unknown => JSON.parse(line))).toHaveLength(3);
    expect(err).toEqual([]);
  });

  test('beside a document it is on stderr', async () => {
    const events: RmqctlEvent[] = [{ event: 'output', text: '{}' }, error({ severity: 'warning' })];
    const { out, err } = await told(events, GITHUB, { document: true });
    expect(out).toEqual(['{}']);
    expect(err).toContain('::warning title=UNKNOWN_KEY::no such key');
  });
});

test('on GitLab what went well is in sections with names of their own', async () => {
  const { text } = await told([step(), pass, step({ status: 'failed' }), pass], GITLAB);
  const erase = '\u001b[0K';
  expect(text).toBe(
    [
      `${erase}section_start:0:rmqctl_1[collapsed=true]\r${erase}Steps`,
      '+ n1 write /x',
      `${erase}section_end:0:rmqctl_1\r${erase}`,
      `${erase}section_start:0:rmqctl_2[collapsed=true]\r${erase}Checks`,
      'ports',
      '  pass  n1  open',
      `${erase}section_end:0:rmqctl_2\r${erase}`,
      '+ n1 FAILED create file:/x - write /x',
      `${erase}section_start:0:rmqctl_3[collapsed=true]\r${erase}Checks`,
      'ports',
      '  pass  n1  open',
      `${erase}section_end:0:rmqctl_3\r${erase}`,
      'deploy: done in 1.3 s; nothing to change; 2 hosts',
      '',
    ].join('\n'),
  );
});
