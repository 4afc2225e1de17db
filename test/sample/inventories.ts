import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../src/inventory/diagnostic.ts';
import { inventorySchema } from '../../src/inventory/schema/schema.ts';
import { validator } from '../../src/inventory/validate.ts';
import { readInventory, type ReadResult } from '../../src/resolve/read-inventory.ts';
import { brokerExpansion } from '../../src/roles/broker/expand.ts';
import { namesrvExpansion } from '../../src/roles/namesrv/expand.ts';
import type { Topology } from '../../src/model/topology.ts';
import { knownVersion } from '../../src/rocketmq/releases.ts';

const ROLES = [namesrvExpansion, brokerExpansion];
const validate = validator(inventorySchema(ROLES));

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

export function read(
  text: string,
  env: Readonly<Record<string, string>> = {},
  readFile?: (path: string) => string,
): ReadResult {
  return readInventory({
    text,
    file: 'shop.yaml',
    baseDir: '/srv/shop',
    env,
    roles: ROLES,
    knownVersion,
    validate,
    ...(readFile === undefined ? {} : { readFile }),
  });
}

export function readExample(name: string): ReadResult {
  return read(readFileSync(new URL(`../../inventories/${name}.yaml`, import.meta.url), 'utf8'));
}

/** The topology of an inventory without errors. */
export function topologyOf(text: string, env?: Readonly<Record<string, string>>): Topology {
  const { topology, diagnostics } = read(text, env);
  if (topology === undefined) throw new Error(brief(diagnostics).join('\n'));
  return topology;
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
