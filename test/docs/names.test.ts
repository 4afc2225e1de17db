import { hostSoftware } from '../../src/hosts/software.ts';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseCommandLine } from '../../src/command-line.ts';
import { kebab } from '../../src/commands/frame/arguments.ts';
import type { OptionSpecs } from '../../src/commands/frame/command.ts';
import { commonOptions } from '../../src/commands/frame/common-options.ts';
import { registry } from '../../src/commands/registry.ts';
import { inventorySchema } from '../../src/inventory/schema/schema.ts';
import { roles } from '../../src/roles/registry.ts';
import { rmqctl } from '../sample/world.ts';
import { blocksOf, callsIn, shellOf, wordsOf } from './code.ts';
import type { SchemaNode } from './inventory-page.ts';
import { pages, PROJECT } from './pages.ts';

/** Options that sentences name of other programs. */
const OTHERS = ['--add-opens', '--add-exports', '--add-port', '--remove-port', '--permanent', '--reload'];

const GUIDE = pages().map((page) => [page.path, page.text] as const);

test('calls of rmqctl are found wherever they stand', () => {
  const shell =
    'npx rmqctl exec \'a b.yaml\' --limit "n*" -- df -h | cat; (rmqctl status x; ./rmqctl no) # rmqctl';
  expect(callsIn(shell)).toEqual([
    ['exec', 'a b.yaml', '--limit', 'n*', '--', 'df', '-h'],
    ['status', 'x'],
  ]);
});

describe.each(GUIDE)('%s', { timeout: 120_000 }, (_path, page) => {
  test('every command in it is one, with these options', async () => {
    const calls = shellOf(page).flatMap(callsIn);
    for (const call of calls) {
      const parsed = parseCommandLine(call, { entries: registry, columns: 100 });
      await expect(parsed, call.join(' ')).resolves.toBeDefined();
    }
  });

  test('every option that its sentences name is one', async () => {
    const specs = await Promise.all(registry.map(async ({ load }) => (await load()).options));
    const options = [commonOptions, ...specs].flatMap((spec) => Object.keys(spec).map(kebab));
    const known = new Set([...options.map((name) => `--${name}`), '--help', '--version', ...OTHERS]);
    const named = wordsOf(page).flatMap((code) => code.match(/(?<![\w-])--[a-z][\w-]+/g) ?? []);
    expect(named.filter((option) => !known.has(option))).toEqual([]);
  });

  test('every command that its sentences name is one', () => {
    const named = wordsOf(page).flatMap(callsIn);
    const commands = new Set(registry.map(({ name }) => name));
    expect(named.filter(([name = '']) => !/^[-A-Z]/.test(name) && !commands.has(name))).toEqual([]);
  });

  test('every key of the inventory that its sentences name is one', () => {
    const keys = keysOf(inventorySchema(roles, hostSoftware));
    const top = Object.keys(inventorySchema(roles, hostSoftware).properties ?? {});
    const named = wordsOf(page)
      .filter((code) => /^\w+(\.\w+)*:$/.test(code) || top.includes(/^(\w+)\.\w/.exec(code)?.[1] ?? ''))
      .filter((code) => !/[/ ()<>]|\.(?:yaml|md|json|sh)$/.test(code));
    const unknown = named
      .flatMap((code) => code.replace(/:$/, '').split('.'))
      .filter((key) => !keys.has(key));
    expect(unknown).toEqual([]);
  });
});

describe('the page of commands', () => {
  const page = GUIDE.find(([path]) => path === 'docs/guide/commands.md')?.[1] ?? '';
  const [introduction = '', ...sections] = page.split(/^(?=## )/m);
  const sectionOf = (command: string) =>
    sections.find((text) => /^## (.+)$/m.exec(text)![1]!.split(', ').includes(command));
  const optionsTold = (text: string) => {
    const code = [...shellOf(text), ...wordsOf(text)].join('\n');
    return [...code.matchAll(/(?<![\w-])--?[a-z][\w-]*/g)].map(([option]) => option);
  };
  const untold = (text: string, options: OptionSpecs) => {
    const told = optionsTold(text);
    return Object.entries(options)
      .filter(([key, { alias }]) => !told.includes(`--${kebab(key)}`) && !told.includes(`-${alias}`))
      .map(([key]) => `--${kebab(key)}`);
  };

  test('tells the options that every command has', () =>
    expect(untold(introduction, commonOptions)).toEqual([]));

  test.each(registry)('has a place for $name, and tells its options', async ({ name, load }) => {
    const { options } = await load();
    expect(untold(sectionOf(name) ?? 'nothing', options)).toEqual([]);
    expect(sectionOf(name)).toBeDefined();
  });
});

// the reference shows what excludes each other side by side
const EXAMPLES = GUIDE.filter(([path]) => !path.includes('/reference/'));

test.each(EXAMPLES)(
  'every inventory in %s is valid; a part of one, put into an example, too',
  { timeout: 120_000 },
  async (_path, page) => {
    for (const { language, text } of blocksOf(page)) {
      if (language !== 'yaml') continue;
      const whole = /^cluster:/m.test(text) ? text : within(text);
      const names = [...text.matchAll(/(?<!\$)\$\{(\w+)\}/g)].map(([, name]) => [name!, 'value']);
      const { code, out } = await rmqctl(['validate', '-'], {
        stdin: Readable.from([whole]),
        cwd: `${PROJECT}inventories`,
        env: Object.fromEntries(names),
      });
      expect(code, `${text}\n${out}`).toBe(0);
    }
  },
);

/** Every key that stands anywhere in an inventory. */
function keysOf(node: SchemaNode): Set<string> {
  const children = [
    ...Object.values(node.properties ?? {}),
    ...(typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []),
    ...(node.items === undefined ? [] : [node.items]),
    ...(node.anyOf ?? []),
  ];
  return new Set([...Object.keys(node.properties ?? {}), ...children.flatMap((child) => [...keysOf(child)])]);
}

/** The example of two masters and two slaves with these keys instead of its own. */
function within(part: string): string {
  const example: unknown = parse(
    readFileSync(`${PROJECT}inventories/two_masters_two_slaves_sync.yaml`, 'utf8'),
  );
  return stringify({ ...Object(example), ...Object(parse(part)) });
}
