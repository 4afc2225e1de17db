import type { Static } from '../../inventory/schema/json-schema.ts';
import { HOST_NAME, INSTANCE, PROPERTIES } from '../../inventory/schema/schema-parts.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';

/** The top-level key. */
export const NAMESRV = {
  type: 'array',
  minItems: 1,
  title: 'a list of hosts',
  description: 'The hosts that run a name server',
  items: {
    title: 'a host, or { host, address, port, heap, jvm, properties }',
    anyOf: [
      HOST_NAME,
      {
        type: 'object',
        additionalProperties: false,
        required: ['host'],
        properties: {
          ...INSTANCE,
          properties: {
            ...PROPERTIES,
            title: 'a mapping of name server properties',
            description: 'For this name server',
          },
        },
      },
    ],
  },
} as const;

/** An inventory with the name servers' own key. */
export type NameServerInventory = Inventory & { readonly namesrv: Static<typeof NAMESRV> };

/** True if the inventory has it. */
export function hasNameServers(inventory: Inventory): inventory is NameServerInventory {
  return Object.hasOwn(inventory, 'namesrv');
}
