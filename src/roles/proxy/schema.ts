import type { Static } from '../../inventory/schema/json-schema.ts';
import { ADDRESS, HEAP, HOST_NAME, JVM, PORT } from '../../inventory/schema/schema-parts.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';

/** The top-level key. */
export const PROXY = {
  type: 'array',
  minItems: 1,
  title: 'a list of hosts',
  description: 'The hosts that run a proxy, by which clients speak gRPC to the cluster (5.1 and later)',
  items: {
    title: 'a host, or { host, address, port, heap, jvm }',
    anyOf: [
      HOST_NAME,
      {
        type: 'object',
        additionalProperties: false,
        required: ['host'],
        properties: {
          host: HOST_NAME,
          address: ADDRESS,
          port: { ...PORT, description: 'Where it speaks gRPC; remoting is one below; default 8081' },
          heap: HEAP,
          jvm: JVM,
        },
      },
    ],
  },
} as const;

/** An inventory with the proxies' own key. */
export type ProxyInventory = Inventory & { readonly proxy: Static<typeof PROXY> };

/** True if the inventory has it. */
export function hasProxies(inventory: Inventory): inventory is ProxyInventory {
  return Object.hasOwn(inventory, 'proxy');
}
