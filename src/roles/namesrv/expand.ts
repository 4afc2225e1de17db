import { heapSpec } from '../../rocketmq/heap.ts';
import type { InstanceDraft, PortRequest } from '../../inventory/instance-draft.ts';
import type { ExpansionContext, RoleExpansion } from '../../inventory/role-expansion.ts';
import { layerOf } from '../../inventory/values.ts';
import { nameServerRules } from './rules.ts';
import { hasNameServers, NAMESRV, type NameServerInventory } from './schema.ts';
import { ALONE, type Wiring } from '../../model/wiring.ts';

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
  const entry = inventory.namesrv[index] ?? '';
  const long: Exclude<typeof entry, string> = typeof entry === 'string' ? { host: entry } : entry;
  const at = ['namesrv', index];
  return {
    name: `namesrv-${long.host}`,
    host: long.host,
    hostAt: typeof entry === 'string' ? at : [...at, 'host'],
    at,
    address: long.address,
    ports: { ...PORTS, given: long.port },
    heap: long.heap === undefined ? undefined : heapSpec(long.heap),
    jvm: long.jvm,
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
