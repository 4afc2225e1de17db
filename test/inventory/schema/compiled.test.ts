import { hostSoftware } from '../../../src/hosts/software.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { compiledModule, compileSchema } from '../../../src/inventory/schema/ajv.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import { inventorySchema } from '../../../src/inventory/schema/schema.ts';
import { roles } from '../../../src/roles/registry.ts';

/** The schema as the build compiles it says what ajv says of it when a command compiles it. */

interface Loaded {
  readonly of: string;
  readonly validate: ((value: unknown) => boolean) & { readonly errors?: readonly unknown[] | null };
}

const schema = inventorySchema(roles, hostSoftware);
const compiled = load(compiledModule(schema));
const now = compileSchema(schema);
const folder = new URL('../../../inventories/', import.meta.url);
const SOUND = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
const BROKEN = [
  'null',
  '7',
  '[1]',
  '{}',
  'clustr: a\nversion: 4.9\nhosts: { a: 1, b: { adress: x, port: 2 }, c: [] }',
  'cluster: ""\nmode: fast\nnamesrv: []\nbrokers: { a: [], b: {}, c: 4, d: { master: 1, slaves: 2 } }',
  'ssh: { user: 1, port: 70000, jump: [] }\nheap: { broker: 1, namesrv: { size: x, old: 1g } }\njvm: -Xmx1g',
  'distribution: { source: ftp, archive: 1, via: post }\njava: 8\npaths: { home: 1 }\nfirewall: open',
  'dashboard: { host: a, port: 0 }\nconsole: {}\nproxies: [1]\nproperties: { a: [1], b: {} }\naliases: true',
];

function load(text: string): Loaded {
  const module: { exports: unknown } = { exports: undefined };
  compileFunction(text, ['require', 'module', 'exports'])(createRequire(import.meta.url), module, {});
  const found = module.exports;
  if (!isLoaded(found)) throw new Error('the module is not what is read');
  return found;
}

function isLoaded(value: unknown): value is Loaded {
  return typeof value === 'object' && value !== null && 'of' in value && 'validate' in value;
}

test('the module says which schema it is of', () => expect(JSON.parse(compiled.of)).toEqual(schema));

describe('what it says of an inventory', () => {
  const data = (text: string): unknown => loadInventory({ text, file: 'a.yaml', env: {} }).loaded?.value;

  test.each(SOUND)('that is right: %#', (text) => expect(compiled.validate(data(text))).toBe(true));

  test.each(BROKEN)('that is not: %#', (text) => {
    expect(compiled.validate(data(text))).toBe(false);
    expect(now(data(text)).length).toBeGreaterThan(0);
    expect(compiled.validate.errors).toEqual(now(data(text)));
  });
});
