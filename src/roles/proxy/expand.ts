import { findingAt } from '../../inventory/diagnostic.ts';
import type { Rule } from '../../inventory/rule.ts';
import { entryDraft } from '../common/entry-draft.ts';
import type { InstanceDraft, PortRequest } from '../../inventory/instance-draft.ts';
import type { RoleExpansion } from '../../inventory/role-expansion.ts';
import { knownVersion } from '../../rocketmq/releases.ts';
import { compareVersions } from '../../model/version.ts';
import { REMOTING } from '../../model/port.ts';
import type { Wiring } from '../../model/wiring.ts';
import type { Static } from '../../inventory/schema/json-schema.ts';
import { ADDRESS, entry, HEAP, JVM, PORT } from '../../inventory/schema/schema-parts.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';

/** The top-level key. */
const PROXY = {
  type: 'array',
  minItems: 1,
  title: 'a list of hosts',
  description: 'The hosts that run a proxy, by which clients speak gRPC to the cluster (5.1 and later)',
  items: entry(
    {
      address: ADDRESS,
      port: { ...PORT, description: 'Where it speaks gRPC; remoting is one below; default 8081' },
      heap: HEAP,
      jvm: JVM,
    },
    'a host, or { host, address, port, heap, jvm }',
  ),
} as const;

/** An inventory with the proxies' own key. */
type ProxyInventory = Inventory & { readonly proxy: Static<typeof PROXY> };

/** True if the inventory has it. */
function hasProxies(inventory: Inventory): inventory is ProxyInventory {
  return Object.hasOwn(inventory, 'proxy');
}

/** A proxy asks the name servers for routes, and sends to and reads from every broker by its main port. */
export const proxyWiring: Wiring = {
  links: [
    { from: 'proxy', to: 'namesrv', byAlias: true },
    { from: 'proxy', to: 'broker', ports: [REMOTING] },
  ],
  internal: [],
  memory: { heap: 'server', buffers: 'large' },
};

/** Upstream's ports: gRPC 8081, remoting 8080. */
const PORTS: Omit<PortRequest, 'given'> = {
  series: 'proxy',
  first: 8081,
  step: 2,
  around: [
    { offset: 0, purpose: 'gRPC' },
    { offset: -1, purpose: 'remoting by the proxy' },
  ],
};

/** The first release whose proxy has a remoting port, and starts from the broker's own distribution (5.0.0: issue 5697). */
const SINCE = '5.1.0';

const versionHasProxies: Rule = ({ inventory }) => {
  const { version } = inventory;
  if (!hasProxies(inventory) || !knownVersion(version) || compareVersions(version, SINCE) >= 0) return [];
  return [findingAt('PROXY_UNSUPPORTED', ['proxy'], { version, since: SINCE }, { part: 'key' })];
};

function draftOf(proxy: ProxyInventory['proxy'][number], index: number): InstanceDraft {
  const draft = entryDraft(proxy, ['proxy', index], PORTS);
  return { ...draft, name: `proxy-${draft.host}`, alias: `proxy${index + 1}` };
}

/** The proxies: started when the brokers are registered, for they make a topic of their own on them. */
export const proxyExpansion: RoleExpansion = {
  id: 'proxy',
  keys: { proxy: PROXY },
  required: [],
  after: ['namesrv', 'broker'],
  rules: [versionHasProxies],
  wiring: proxyWiring,
  expand: (inventory) => (hasProxies(inventory) ? inventory.proxy.map(draftOf) : []),
};
