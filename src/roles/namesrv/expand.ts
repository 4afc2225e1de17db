import { entryDraft } from '../common/entry-draft.ts';
import type { InstanceDraft, PortRequest } from '../../inventory/instance-draft.ts';
import type { ExpansionContext, RoleExpansion } from '../../inventory/role-expansion.ts';
import { layerOf } from '../../inventory/values.ts';
import { nameServerRules } from './rules.ts';
import { ALONE, type Wiring } from '../../model/wiring.ts';
import type { Static } from '../../inventory/schema/json-schema.ts';
import { entry, INSTANCE, PROPERTIES } from '../../inventory/schema/schema-parts.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';

/** The top-level key. */
const NAMESRV = {
  type: 'array',
  minItems: 1,
  title: 'a list of hosts',
  description: 'The hosts that run a name server',
  items: entry(
    {
      ...INSTANCE,
      properties: {
        ...PROPERTIES,
        title: 'a mapping of name server properties',
        description: 'For this name server',
      },
    },
    'a host, or { host, address, port, heap, jvm, properties }',
  ),
} as const;

/** An inventory with the name servers' own key. */
type NameServerInventory = Inventory & { readonly namesrv: Static<typeof NAMESRV> };

/** True if the inventory has it. */
function hasNameServers(inventory: Inventory): inventory is NameServerInventory {
  return Object.hasOwn(inventory, 'namesrv');
}

/** A name server is dialled by all, and dials nobody. */
export const namesrvWiring: Wiring = { ...ALONE, memory: { heap: 'server', buffers: 'least' } };

const PORTS: Omit<PortRequest, 'given'> = {
  series: 'namesrv',
  first: 9876,
  step: 1,
  around: [{ offset: 0, purpose: 'name service' }],
};

function draftOf(
  inventory: NameServerInventory,
  index: number,
  { properties }: ExpansionContext,
): InstanceDraft {
  const at = ['namesrv', index];
  const draft = entryDraft(inventory.namesrv[index] ?? '', at, PORTS);
  return {
    ...draft,
    name: `namesrv-${draft.host}`,
    properties: layerOf(properties([...at, 'properties'], 'namesrv')),
    alias: `nameserver${index + 1}`,
  };
}

/** The name servers: independent of each other, started before everything else. */
export const namesrvExpansion: RoleExpansion = {
  id: 'namesrv',
  keys: { namesrv: NAMESRV },
  required: ['namesrv'],
  after: [],
  rules: nameServerRules,
  wiring: namesrvWiring,
  expand: (inventory, context) =>
    hasNameServers(inventory) ? inventory.namesrv.map((_, index) => draftOf(inventory, index, context)) : [],
};
