import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { version } from '../src/operations/version.ts';
import { main } from '../src/main.ts';
import { type ExitCode, RmqctlError } from '../src/errors.ts';
import { rmqctl, trying, world } from './sample/world.ts';

const ok = (): Promise<ExitCode> => Promise.resolve(0);
const never = (): Promise<ExitCode> => new Promise<ExitCode>(() => {});

describe('the version', () => {
  test('is that of the package, on a line', async () => {
    expect(version()).toMatch(/^\d+\.\d+\.\d+/);
    expect(await rmqctl(['--version'])).toMatchObject({ code: 0, out: `${version()}\n`, err: '' });
  });

  test('with --json is an event, and the summary is last', async () => {
    const { json } = await rmqctl(['--json', '--version']);
    expect(json()).toMatchObject([
      { event: 'output', text: version() },
      { event: 'summary', ok: true },
    ]);
  });

  test('after -- is no concern of rmqctl', async () => {
    const { out } = await rmqctl(['try', '--', '--version'], { entries: trying(ok, { rest: 'COMMAND' }) });
    expect(out).toMatch(/^try: done/);
  });
});

describe('with --json the summary is the last line, once, whatever happened', () => {
  const cases: [string, readonly string[], () => Promise<ExitCode>, number][] = [
    ['all went well', ['try'], ok, 0],
    ['the code of the command', ['try'], () => Promise.resolve(8), 8],
    [
      'an error of the user',
      ['try'],
      () => Promise.reject(new RmqctlError('SOME_CODE', 'm', { exit: 4 })),
      4,
    ],
    ['a bug', ['try'], () => Promise.reject(new TypeError('oops')), 1],
    [
      'a bug that throws at once',
      ['try'],
      () => {
        throw new Error('oops');
      },
      1,
    ],
    ['something odd is thrown', ['try'], () => Promise.reject('a string'), 1],
    ['an unknown command', ['tyr'], ok, 2],
    ['an unknown option', ['try', '--colour'], ok, 2],
    ['no command', [], ok, 2],
    ['help', ['--help'], ok, 0],
    ['help of a command', ['try', '--help'], ok, 0],
  ];
  test.each(cases)('%s', async (_name, argv, run, code) => {
    const { code: returned, json } = await rmqctl([...argv, '--json'], { entries: trying(run) });
    expect(returned).toBe(code);
    expect(json().at(-1)).toMatchObject({ event: 'summary', exitCode: code, ok: code === 0 });
    expect(json().filter(({ event }) => event === 'summary')).toHaveLength(1);
  });

  test('a command that cannot be loaded', async () => {
    const entries = [{ name: 'try', summary: '', load: () => Promise.reject(new Error('no such module')) }];
    const { code, json } = await rmqctl(['try', '--json'], { entries });
    expect(code).toBe(1);
    expect(json()).toMatchObject([{ code: 'BUG' }, { event: 'summary', command: 'try' }]);
  });

  test('what is emitted after the end is dropped', async () => {
    const { code, json } = await rmqctl(['try', '--json'], {
      entries: trying(({ emit }) => {
        setTimeout(() => emit({ event: 'output', text: 'late' }), 1);
        return Promise.resolve(0);
      }),
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([code, json().length]).toEqual([0, 1]);
  });
});

describe('errors', () => {
  test('of the user have code and hint, and no stack', async () => {
    const error = new RmqctlError('HOST_UNREACHABLE', 'cannot reach node1: timeout', {
      hint: 'is it up?',
      host: 'node1',
      exit: 4,
    });
    const { code, out, err } = await rmqctl(['try'], { entries: trying(() => Promise.reject(error)) });
    expect([code, err]).toEqual([4, '']);
    expect(out.split('\n')).toEqual([
      'error HOST_UNREACHABLE cannot reach node1: timeout',
      '    hint: is it up?',
      'try: a host could not be reached in 0.0 s; 1 host',
      '  node1  HOST_UNREACHABLE: cannot reach node1: timeout',
      '',
    ]);
  });

  test('that are bugs say so, with the stack on stderr', async () => {
    const { code, out, err } = await rmqctl(['try'], {
      entries: trying(() => Promise.reject(new TypeError('oops'))),
    });
    expect(code).toBe(1);
    expect(out).toContain('this is a bug in rmqctl');
    expect(err).toMatch(/^TypeError: oops\n +at /);
  });

  test('of usage go to stderr, with a suggestion', async () => {
    const { code, out, err } = await rmqctl(['tri'], { entries: trying(ok) });
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      'error USAGE there is no such command; did you mean try?\n    hint: rmqctl --help lists the commands\n',
    );
  });
});

describe('interrupts', () => {
  const abortable = trying(({ signal }) => later(60_000, 0, { signal }).then(() => 0));

  test('the first: the command ends in order, with 130', async () => {
    const { io, interrupt, stdout } = world();
    const running = main(['try', '--json'], io, abortable);
    setTimeout(() => interrupt.abort(), 5);
    expect(await running).toBe(130);
    expect(stdout.lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { event: 'diagnostic', code: 'INTERRUPTED' },
      { event: 'summary', exitCode: 130 },
    ]);
  });

  test.each([
    ['a step that failed because of it is 130 too', 5, 130],
    ['what ended well anyway is 0', 0, 0],
  ] as const)('%s', async (_name, returned, code) => {
    const { io, interrupt } = world();
    interrupt.abort();
    expect(
      await main(
        ['try'],
        io,
        trying(() => Promise.resolve(returned)),
      ),
    ).toBe(code);
  });

  test('the second ends a command that does not listen, with its summary', async () => {
    const { io, interrupt, kill, stdout } = world();
    const running = main(['try', '--json'], io, trying(never));
    setTimeout(() => {
      interrupt.abort();
      kill.abort();
    }, 5);
    expect(await running).toBe(130);
    expect(JSON.parse(stdout.lines.at(-1) ?? '')).toMatchObject({ event: 'summary', exitCode: 130 });
  });

  test('an error that nobody caught is a bug, and has its summary', async () => {
    const { io, kill, stdout, stderr } = world();
    const running = main(['try', '--json'], io, trying(never));
    setTimeout(() => kill.abort(new Error('stray')), 5);
    expect(await running).toBe(1);
    expect(JSON.parse(stdout.lines.at(-1) ?? '')).toMatchObject({ event: 'summary', exitCode: 1 });
    expect(stderr.text).toContain('stray');
  });
});

describe('colour', () => {
  const failing = trying(({ emit }) => {
    emit({ event: 'check', check: 'ports', status: 'fail', detail: 'closed' });
    return Promise.resolve(6);
  });
  test.each<[string, readonly string[], object, boolean]>([
    ['a terminal', [], { isTTY: true }, true],
    ['no terminal', [], {}, false],
    ['NO_COLOR', [], { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['--no-color', ['--no-color'], { isTTY: true }, false],
    ['FORCE_COLOR', [], { env: { FORCE_COLOR: '1' } }, true],
  ])('%s', async (_name, flags, over, coloured) => {
    const { out } = await rmqctl(['try', ...flags], { ...over, entries: failing });
    expect(out.includes('\u001b[31m')).toBe(coloured);
  });
});
