import type { Static } from '../../inventory/schema/json-schema.ts';
import {
  ADDRESS,
  entry,
  HOST_NAME,
  INSTANCE,
  PROPERTIES,
  text,
} from '../../inventory/schema/schema-parts.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';

const MEMBER = entry(
  {
    ...INSTANCE,
    address: { ...ADDRESS, description: 'What clients dial (brokerIP1); default: the address of the host' },
    haAddress: { ...ADDRESS, description: 'What slaves dial (brokerIP2); default: the address' },
    store: text('an absolute path', 'Default: <paths.store>/<instance>'),
  },
  'a host, or { host, address, haAddress, port, heap, jvm, store, properties }',
  'A member of the broker',
);

const BROKERS = {
  type: 'object',
  minProperties: 1,
  title: 'a mapping of broker names to hosts',
  description: 'Each broker: the first host runs the master, the others its slaves',
  additionalProperties: {
    title: 'a list of hosts, or { master, slaves, properties }',
    description: 'The first host of the list runs the master, the others its slaves',
    anyOf: [
      {
        type: 'array',
        minItems: 1,
        items: {
          ...HOST_NAME,
          title:
            'the name of a host of `hosts` (where there is more to say of one, write { master, slaves })',
        },
        title: 'a list of hosts',
      },
      {
        type: 'object',
        additionalProperties: false,
        required: ['master'],
        properties: {
          master: MEMBER,
          slaves: { type: 'array', items: MEMBER, title: 'a list of hosts', description: 'Its slaves' },
          properties: { ...PROPERTIES, description: 'For every member of this broker' },
        },
      },
    ],
  },
} as const;

/** The top-level keys of the brokers. */
export const BROKER_KEYS = {
  brokers: BROKERS,
  properties: { ...PROPERTIES, description: 'For every broker; a nearer one wins' },
  masterProperties: { ...PROPERTIES, description: 'For every master' },
  slaveProperties: { ...PROPERTIES, description: 'For every slave' },
} as const;

/** One broker as the inventory has it. */
export type BrokerEntry = Static<typeof BROKERS>[string];

/** A master or slave as the inventory has it. */
export type MemberEntry = Static<typeof MEMBER>;

/** An inventory with the brokers' own keys. */
export type BrokerInventory = Inventory & {
  readonly brokers: Static<typeof BROKERS>;
  readonly properties?: Static<typeof PROPERTIES>;
  readonly masterProperties?: Static<typeof PROPERTIES>;
  readonly slaveProperties?: Static<typeof PROPERTIES>;
};

function hasBrokers(inventory: Inventory): inventory is BrokerInventory {
  return Object.hasOwn(inventory, 'brokers');
}

/**
 * The inventory with the brokers' keys, which the schema with BROKER_KEYS demands.
 * @throws TypeError when it was held against a schema without them: a bug
 */
export function brokerInventory(inventory: Inventory): BrokerInventory {
  if (hasBrokers(inventory)) return inventory;
  throw new TypeError('this inventory was not held against the schema of the brokers');
}
