import { hostSoftware } from '../../src/hosts/software.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inventorySchema } from '../../src/inventory/schema/schema.ts';
import { roles } from '../../src/roles/registry.ts';
import { rmqctl } from '../sample/world.ts';
import { inventoryPage, type SchemaNode } from './inventory-page.ts';

const root = new URL('../../', import.meta.url);

/** Every key of the schema without a description, by its path. */
function undescribed(node: SchemaNode, path = ''): string[] {
  const children = [
    ...Object.entries(node.properties ?? {}).map(([key, child]) => [`${path}.${key}`, child] as const),
    ...(typeof node.additionalProperties === 'object'
      ? [[`${path}.*`, node.additionalProperties] as const]
      : []),
  ];
  const below = [...(node.anyOf ?? []), ...(node.items === undefined ? [] : [node.items])];
  return [
    ...children.filter(([, child]) => child.description === undefined).map(([key]) => key),
    ...children.flatMap(([key, child]) => undescribed(child, key)),
    ...below.flatMap((child) => undescribed(child, path)),
  ];
}

describe('the reference of the inventory', () => {
  it('says of every key what it does', () => {
    expect(undescribed(inventorySchema(roles, hostSoftware))).toEqual([]);
  });

  // `npx vitest run test/docs -u` writes both anew
  it('docs/reference/inventory.md follows from the schema', async () => {
    const page = inventoryPage(inventorySchema(roles, hostSoftware));
    await expect(page).toMatchFileSnapshot('../../docs/reference/inventory.md');
  });

  it('docs/reference/inventory.schema.json is what `rmqctl schema` prints', async () => {
    const { out } = await rmqctl(['schema']);
    await expect(out).toMatchFileSnapshot('../../docs/reference/inventory.schema.json');
  });

  it('every example names that schema in its first line, for editors', () => {
    const folder = new URL('inventories/', root);
    const examples = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(examples.length).toBeGreaterThan(6);
    for (const name of examples) {
      const [first] = readFileSync(new URL(name, folder), 'utf8').split('\n');
      const path = /^# yaml-language-server: \$schema=(.+)$/.exec(first!)?.[1];
      expect(readFileSync(new URL(path!, folder), 'utf8')).toContain('"cluster"');
    }
  });
});
