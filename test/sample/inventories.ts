import { hostSoftware } from '../../src/hosts/software.ts';
import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../src/inventory/diagnostic.ts';
import { inventorySchema } from '../../src/inventory/schema/schema.ts';
import { validator, type Validator } from '../../src/inventory/validate.ts';
import { readInventory, type ReadResult } from '../../src/resolve/read-inventory.ts';
import { roles as everyRole } from '../../src/roles/registry.ts';
import type { Role } from '../../src/roles/role.ts';
import type { Topology } from '../../src/model/topology.ts';
import { knownVersion } from '../../src/rocketmq/releases.ts';

/** To make a validator takes longer than to read an inventory with it. */
const validators = new WeakMap<readonly Role[], Validator>();

function validatorOf(roles: readonly Role[]): Validator {
  const made = validators.get(roles) ?? validator(inventorySchema(roles, hostSoftware));
  validators.set(roles, made);
  return made;
}

/** The example of two hosts with two masters and two synchronous slaves, of 4.9.4. */
export const SMALLEST = exampleText('two_masters_two_slaves_sync');

/** Two masters, two slaves; without a vulnerability, so that it has no diagnostics at all. Lines are counted in tests. */
export const SOUND = `cluster: shop
version: 4.9.8
mode: sync
hosts:
  node1: 10.0.0.1
  node2: 10.0.0.2
namesrv: [node1, node2]
brokers:
  broker-a: [node1, node2]
  broker-b: [node2, node1]
`;

/** SOUND with one text replaced; fails when it is not there, lest a test prove nothing. */
export function sound(from: string, to: string): string {
  if (!SOUND.includes(from)) throw new Error(`not in SOUND: ${from}`);
  return SOUND.replace(from, to);
}

/** What an inventory is read with besides its text; by default every role, no variable and no file. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly readFile?: (path: string) => string;
  readonly roles?: readonly Role[];
}

/** Reads an inventory as /srv/shop/shop.yaml. */
export function read(text: string, { env = {}, roles = everyRole, ...more }: Surroundings = {}): ReadResult {
  const validate = validatorOf(roles);
  return readInventory({
    text,
    file: 'shop.yaml',
    baseDir: '/srv/shop',
    env,
    roles,
    software: hostSoftware,
    knownVersion,
    validate,
    ...more,
  });
}

/** The text of an example of inventories/. */
export function exampleText(name: string): string {
  return readFileSync(new URL(`../../inventories/${name}.yaml`, import.meta.url), 'utf8');
}

export function readExample(name: string): ReadResult {
  return read(exampleText(name));
}

/** The topology of an inventory without errors. @throws Error that says what is wrong with it */
export function topologyOf(text: string, surroundings?: Surroundings): Topology {
  const { topology, diagnostics } = read(text, surroundings);
  if (topology !== undefined) return topology;
  throw new Error(diagnostics.map(({ line, message }) => `${line}: ${message}`).join('\n'));
}

/** "7:10 error UNKNOWN_HOST" for each. */
export function brief(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`);
}

/** What stands above the carets of a diagnostic. */
export function marked({ frame = '' }: Diagnostic): string {
  const [above = '', below = ''] = frame.split('\n');
  return above.slice(below.indexOf('^'), below.lastIndexOf('^') + 1);
}
