import { describe, expect, test } from 'vitest';
import { findCommand, parseCommandLine } from '../src/command-line.ts';
import { defineCommand } from '../src/commands/frame/command.ts';
import type { CommandEntry } from '../src/commands/registry.ts';
import { ExitCode } from '../src/errors.ts';

const deploy = defineCommand({
  example: 'rmqctl deploy x.yaml',
  arguments: {
    inventory: { summary: 'the inventory' },
    version: { summary: 'a version', optional: true },
  },
  options: {
    dryRun: { type: 'flag', summary: 'only show' },
    verify: { type: 'text', summary: 'how much', choices: ['full', 'quick'], default: 'full' },
    output: { type: 'text', alias: 'o', summary: 'where to' },
    lines: { type: 'number', alias: 'n', summary: 'how many', default: 10, integer: true },
    grep: { type: 'list', summary: 'what' },
  },
  run: () => Promise.resolve(ExitCode.ok),
});
const exec = defineCommand({
  example: 'rmqctl exec x.yaml -- true',
  rest: 'COMMAND',
  arguments: { inventory: { summary: 'the inventory' } },
  options: {},
  run: () => Promise.resolve(ExitCode.ok),
});
const entries: readonly CommandEntry[] = Object.entries({ deploy, exec }).map(([name, spec]) => {
  const heading = { name, summary: `summary of ${name}` };
  return { ...heading, load: () => Promise.resolve({ ...heading, ...spec }) };
});

async function args(line: string): Promise<Record<string, unknown>> {
  const request = await parseCommandLine(line.split(' ').filter(Boolean), { entries, columns: 100 });
  if (request.kind === 'help') throw new Error(request.text);
  return request.args;
}

test('every argument and option has its value, given or not', async () => {
  expect(await args('deploy x.yaml')).toEqual({
    inventory: 'x.yaml',
    version: undefined,
    dryRun: false,
    verify: 'full',
    output: undefined,
    lines: 10,
    grep: [],
    limit: [],
    json: false,
    yes: false,
    parallel: undefined,
    timeout: undefined,
    quiet: false,
    verbose: false,
    noColor: false,
    acceptNew: false,
    askBecomePass: false,
    askPassword: false,
    rest: [],
  });
});

describe('words are taken as they are written', () => {
  test.each<[string, object]>([
    ['deploy 5.10 4.9.0', { inventory: '5.10', version: '4.9.0' }],
    ['deploy - -o 010', { inventory: '-', output: '010' }],
    ['deploy x --limit a --limit b.c* y', { inventory: 'x', version: 'y', limit: ['a', 'b.c*'] }],
    ['deploy --limit=a x --grep 1 --grep 1e3', { limit: ['a'], grep: ['1', '1e3'] }],
    ['deploy x --dry-run y', { dryRun: true, version: 'y' }],
    ['--json --limit deploy deploy x', { json: true, limit: ['deploy'], inventory: 'x' }],
    ['deploy x --no-color -qv', { noColor: true, quiet: true, verbose: true }],
    ['deploy x -n 5 --lines 7 --verify full --verify quick', { lines: 7, verify: 'quick' }],
    ['deploy x --timeout 0x10 --parallel 4', { timeout: 16, parallel: 4 }],
    ['exec x -- rm -rf --json', { rest: ['rm', '-rf', '--json'], json: false }],
    ['exec x --', { rest: [] }],
  ])('%s', async (line, expected) => expect(await args(line)).toMatchObject(expected));
});

describe('what is refused, with exit code 2', () => {
  test.each<[string, RegExp, RegExp]>([
    ['', /name a command/, /rmqctl --help/],
    ['deplyo x', /no such command; did you mean deploy\?/, /rmqctl --help/],
    ['something x', /"something" is not a command/, /rmqctl --help/],
    ['deploy', /INVENTORY is missing/, /the inventory/],
    ['deploy a b c', /"c" is one word too many/, /deploy --help/],
    [
      'deploy x --dry-rn',
      /Unknown argument: dry-rn/,
      /usage: rmqctl deploy INVENTORY \[VERSION\] \[options\]/,
    ],
    ['deploy x --verify half', /--verify is "half"/, /full, quick/],
    ['deploy x --lines many', /--lines is "many"/, /a whole number, 0 or more/],
    ['deploy x --lines 1.5', /--lines is "1.5"/, /whole/],
    ['deploy x --parallel 0', /--parallel is "0"/, /1 or more/],
    ['deploy x --timeout=', /--timeout/, /./],
    ['deploy x --timeout', /Not enough arguments following: timeout/, /./],
    ['deploy x -- true', /deploy takes nothing after --/, /deploy --help/],
  ])('%j', async (line, message, hint) => {
    const error: unknown = await args(line).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'USAGE',
      exit: 2,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });
});

test.each([
  [['deploy', 'x'], 'deploy'],
  [['--json', 'exec'], 'exec'],
  [['--limit', 'exec', 'deploy'], 'deploy'],
  [['--limit=exec', 'deploy'], 'deploy'],
  [['x', '--', 'deploy'], undefined],
])('the command of %j is %s', (argv, name) => expect(findCommand(argv, entries)?.name).toBe(name));

test('the types of the arguments follow from the declaration', () => {
  defineCommand({
    example: '',
    arguments: {
      inventory: { summary: '' },
      shell: { summary: '', optional: true, choices: ['bash', 'zsh'] },
    },
    options: {
      mode: { type: 'text', choices: ['a', 'b'], summary: '' },
      lines: { type: 'number', default: 3, summary: '' },
      grep: { type: 'list', summary: '' },
    },
    run(given) {
      const inventory: string = given.inventory;
      const shell: 'bash' | 'zsh' | undefined = given.shell;
      const mode: 'a' | 'b' | undefined = given.mode;
      const lines: number = given.lines;
      const grep: readonly string[] = given.grep;
      const json: boolean = given.json;
      // @ts-expect-error what is not declared is not there
      const missing: unknown = given.nothing;
      return Promise.resolve([inventory, shell, mode, lines, grep, json, missing].length === 7 ? 0 : 1);
    },
  });
});
