import { hostSoftware } from '../../../src/hosts/software.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { inventorySchema, type RoleKeys } from '../../../src/inventory/schema/schema.ts';
import { brokerExpansion } from '../../../src/roles/broker/expand.ts';
import { namesrvExpansion } from '../../../src/roles/namesrv/expand.ts';

const ROLES = [namesrvExpansion, brokerExpansion];

interface Node {
  readonly title?: string;
  readonly type?: unknown;
  readonly additionalProperties?: boolean | Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

/** Every schema inside a schema, with its path. */
function parts(node: Node, path = ''): [string, Node][] {
  const open =
    typeof node.additionalProperties === 'object' ? [['*', node.additionalProperties] as const] : [];
  const inner = [
    ...Object.entries(node.properties ?? {}),
    ...open,
    ...(node.items === undefined ? [] : [['[]', node.items] as const]),
    ...(node.anyOf ?? []).map((branch, index) => [`|${index}`, branch] as const),
  ];
  return [[path, node], ...inner.flatMap(([key, child]) => parts(child, `${path}/${key}`))];
}

describe('the schema of the inventory', () => {
  const schema = inventorySchema(ROLES, hostSoftware);

  it('is JSON Schema 2020-12, also by the strict rules of ajv', () => {
    const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it('says of every value what is expected, for the messages', () => {
    const silent = parts(schema)
      .filter(([path, { title }]) => title === undefined && !/\|\d+$/.test(path))
      .map(([path]) => path);
    expect(silent).toEqual([]);
  });

  it('admits no unknown key anywhere', () => {
    const open = parts(schema)
      .filter(([, { type, additionalProperties }]) => type === 'object' && additionalProperties === undefined)
      .map(([path]) => path);
    expect(open).toEqual([]);
  });

  it('grows with a role: its keys, its heap and its JVM options', () => {
    const proxy: RoleKeys = { id: 'proxy', keys: { proxies: { type: 'array' } }, required: ['proxies'] };
    expect(inventorySchema([...ROLES, proxy], hostSoftware)).toMatchObject({
      required: expect.arrayContaining(['cluster', 'namesrv', 'brokers', 'proxies']),
      properties: {
        proxies: { type: 'array' },
        heap: { properties: { proxy: {} } },
        jvm: { properties: { proxy: {} } },
      },
    });
  });
});
