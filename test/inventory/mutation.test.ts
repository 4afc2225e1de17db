import { readdirSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rmqctl } from '../sample/world.ts';
import { read } from '../sample/inventories.ts';

const folder = new URL('../../inventories/', import.meta.url);
const EXAMPLES = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Mutations in all; `RMQCTL_FUZZ=100000 npx vitest run test/inventory/mutation.test.ts` for a long look. */
const RUNS = Number(process.env['RMQCTL_FUZZ'] ?? 10_000);
/** Milliseconds for half of them: some ten times what they take on an idle machine. */
const PATIENCE = 20_000 + RUNS * 4;

/** Words and signs that mean something to YAML, to the schema or to a rule. */
const PIECES = [
  '',
  ' ',
  '\n',
  '\t',
  ':',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '!!str ',
  '!x ',
  '<<: ',
  '|\n',
  '? ',
  '%',
  '@',
  '`',
  '---\n',
  '...\n',
  '${A}',
  '${B}',
  '${',
  '\\',
  '\r',
  '\u0000',
  'ä',
  '\uD83D\uDE00',
  'null',
  '~',
  'true',
  '-1',
  '0',
  '99999999999999999999',
  '1e999',
  '.nan',
  '__proto__',
  'constructor',
  'toString',
  'local',
  'node1',
  '127.0.0.1',
  '::1',
  '/',
  '..',
  'port: 70000',
  'heap: 4g',
  'properties: { brokerId: 1 }',
  'mode: masters',
  'slaves: [node1]',
  '{ host: node1 }',
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat({ max: 30 })),
  insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5, unit: 'binary' })),
});

function mutated(text: string, edits: readonly Edit[]): string {
  return edits.reduce((result, { at, remove, insert }) => {
    const start = Math.floor(at * result.length);
    return result.slice(0, start) + insert + result.slice(start + remove);
  }, text);
}

/** What holds of every reading, whatever the text. */
function isAnswered(text: string): void {
  const { topology, diagnostics } = read(text, { env: { A: 'secret-value' } });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(topology === undefined).toBe(errors.length > 0);
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const { code, message, line, column, frame } of diagnostics) {
    expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
    expect(message).not.toMatch(/undefined|\[object|secret-value/);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line! - 1] ?? '').length + 1);
    expect(frame).toMatch(/\^$/);
  }
}

it(
  'a damaged text gives a topology or diagnostics that point into it, and no exception',
  () => {
    const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
    const property = fc.property(fc.constantFrom(...EXAMPLES), edits, (example, made) => {
      isAnswered(mutated(example, made));
    });
    fc.assert(property, { numRuns: RUNS / 2, seed: 20260401 });
  },
  PATIENCE,
);

/** An inventory with every key, long and short forms, as JSON. */
const FULL = {
  cluster: 'c',
  version: '4.9.4',
  mode: 'sync',
  ssh: { user: 'root', port: 22, identity: '~/k', jump: 'ops@gate', become: true, knownHosts: 'known' },
  hosts: {
    a: {
      address: '10.0.0.1',
      ssh: { host: '203.0.113.7', user: 'ops', port: 2222 },
      memory: '8g',
      labels: { zone: 'a' },
    },
    b: '10.0.0.2',
  },
  namesrv: ['a', { host: 'b', port: 9877, heap: '512m', jvm: ['-Da=b'] }],
  brokers: {
    'broker-a': {
      master: {
        host: 'a',
        address: '10.0.0.1',
        haAddress: '10.1.0.1',
        port: 10911,
        heap: { size: '1g', young: '512m' },
        jvm: ['-Dx'],
        store: '/s/x',
        properties: { sendMessageThreadPoolNums: 8 },
      },
      slaves: [{ host: 'b', port: 11011, store: '/data2/mq' }, 'b'],
      properties: { fileReservedTime: 72, mapedFileSizeCommitLog: 1 },
    },
    'broker-b': ['b', 'a'],
  },
  properties: { autoCreateTopicEnable: false },
  masterProperties: { flushDiskType: 'SYNC_FLUSH' },
  slaveProperties: {},
  distribution: { archive: './r.zip', sha512: 'ab'.repeat(64), via: 'push' },
  java: { home: '/jdk' },
  paths: { home: '/opt/mq', store: '/data/mq', logs: '/var/log/mq' },
  user: 'mq',
  supervisor: 'auto',
  firewall: 'auto',
  aliases: 'mq',
  profile: true,
  tuning: false,
  heap: { namesrv: '512m', broker: '1g' },
  jvm: { namesrv: [], broker: ['-Dy'] },
};

type Json = unknown;

const ODD: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  70000,
  10911,
  '',
  ' ',
  'x y',
  'ä',
  'a',
  'b',
  'local',
  'constructor',
  '10.0.0.1',
  '::1',
  '/',
  '/data/mq/x',
  '../x',
  '4m',
  '4g',
  '${A}',
  '${B}',
  'sync',
  'single',
  '5.3.3',
  [],
  {},
  ['a'],
  ['a', 'a'],
  [null],
  [[]],
  { host: 'a' },
  { host: 'zz' },
  { port: 1 },
  { toString: 1 },
  { master: 'a' },
  { brokerId: 1 },
  '-Xmx4g',
  'https://example.org/x.zip',
  'dledger',
];

/** The value with one place in it, chosen by `turn`, replaced, or its key renamed or removed. */
function altered(
  value: Json,
  turn: number,
  change: (held: Json) => { key?: string; value?: Json } | undefined,
): Json {
  const isLeaf = typeof value !== 'object' || value === null;
  const entries = isLeaf ? [] : Object.entries(value);
  if (entries.length === 0) return value;
  const index = Math.floor(turn * entries.length) % entries.length;
  const [key, held] = entries[index]!;
  const inner = turn * entries.length - index;
  const deeper = typeof held === 'object' && held !== null && Object.keys(held).length > 0 && inner > 0.2;
  const made = deeper ? { key, value: altered(held, (inner - 0.2) / 0.8, change) } : change(held);
  const next = entries.flatMap(([name, old], at): [string, Json][] => {
    if (at !== index) return [[name, old]];
    return made === undefined ? [] : [[made.key ?? name, 'value' in made ? made.value : old]];
  });
  return Array.isArray(value) ? next.map(([, item]) => item) : Object.fromEntries(next);
}

it(
  'an inventory with wrong values, keys and gaps is answered too',
  () => {
    const turn = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const change = fc.oneof(
      fc.constantFrom(...ODD).map((value) => () => ({ value })),
      fc
        .constantFrom('hots', 'prot', 'a b', 'constructor', 'host', 'port', 'brokers')
        .map((key) => () => ({ key })),
      fc.constant(() => undefined),
    );
    const changes = fc.array(fc.tuple(turn, change), { minLength: 1, maxLength: 5 });
    const property = fc.property(changes, (made) => {
      const value = made.reduce<Json>((result, [where, how]) => altered(result, where, how), FULL);
      isAnswered(JSON.stringify(value, null, 2));
    });
    fc.assert(property, { numRuns: RUNS / 2, seed: 20260402 });
  },
  PATIENCE,
);

it(
  '`rmqctl validate` ends with 0 or 3, and says nothing but coded diagnostics and a summary',
  async () => {
    const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
    const property = fc.asyncProperty(fc.constantFrom(...EXAMPLES), edits, async (example, made) => {
      const stdin = Readable.from([mutated(example, made)]);
      const { code, json, err } = await rmqctl(['validate', '-', '--json'], { stdin });
      const events = json();
      expect(err).toBe('');
      expect(events.at(-1)).toMatchObject({ event: 'summary', exitCode: code, ok: code === 0 });
      const said = events.slice(0, -1);
      expect(said.every(({ event, code: word }) => event === 'diagnostic' && typeof word === 'string')).toBe(
        true,
      );
      const errors = said.filter(({ severity }) => severity === 'error');
      expect(code).toBe(errors.length > 0 ? 3 : 0);
    });
    await fc.assert(property, { numRuns: RUNS / 100, seed: 20260403 });
  },
  PATIENCE,
);

it('the inventory that is altered has no error itself', () => {
  expect(read(JSON.stringify(FULL)).topology).toBeDefined();
});
