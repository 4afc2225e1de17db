import { entryDraft } from '../common/entry-draft.ts';
import type { InstanceDraft, PortRequest } from '../../inventory/instance-draft.ts';
import type { ExpansionContext, RoleExpansion } from '../../inventory/role-expansion.ts';
import { layerOf } from '../../inventory/values.ts';
import { mergeLayers } from '../../rocketmq/configuration/config-file.ts';
import { brokersOf, memberName, type PlacedMember, propertyLayers } from './members.ts';
import { brokerRules } from './rules.ts';
import { BROKER_KEYS, type BrokerInventory, brokerInventory } from './schema.ts';
import { isMaster, isSlave } from '../../model/broker.ts';
import { REPLICATION, FAST_REMOTING, REMOTING } from '../../model/port.ts';
import type { Wiring } from '../../model/wiring.ts';
import { knownVersion, releaseOf } from '../../rocketmq/releases.ts';

/** How far the replication port is from the main one (MessageStoreConfig.haListenPort by BrokerStartup). */
export const REPLICATION_OFFSET = 1;
const FAST_OFFSET = -2;

const AROUND = [
  { offset: 0, purpose: REMOTING },
  { offset: FAST_OFFSET, purpose: FAST_REMOTING },
  { offset: REPLICATION_OFFSET, purpose: REPLICATION },
] as const;

/** The ports of a broker around its main one. A rule reports an unknown version; its ports are like those of its neighbours. */
export function brokerPorts(version: string): PortRequest['around'] {
  const fast = !knownVersion(version) || releaseOf(version).fastPort;
  return AROUND.filter(({ offset }) => fast || offset !== FAST_OFFSET);
}

/**
 * A broker registers with every name server; a slave dials its master: the main port and, where the release has it, the fast one
 * (delay offsets go there), and the replication port. Were a slave made master, the others would dial its replication port.
 */
export const brokerWiring: Wiring = {
  links: [
    { from: 'broker', to: 'namesrv', why: 'registration', byAlias: true },
    { from: 'broker', to: 'broker', which: 'master' },
    { from: 'broker', to: 'broker', which: 'replicas', ports: [REPLICATION], standby: true },
  ],
  internal: [REPLICATION],
  memory: { heap: 'shared', buffers: 'large' },
};

function portsOf(member: PlacedMember['member'], around: PortRequest['around']): Omit<PortRequest, 'given'> {
  return {
    series: member.kind,
    first: isMaster({ broker: member }) ? 10911 : 11011,
    step: 200,
    around,
  };
}

/** master1, slave1, slave1-2: counted by broker, then by slave. */
function aliasWord({ kind, id }: PlacedMember['member'], broker: number): string {
  return id > 1 ? `slave${broker}-${id}` : `${kind}${broker}`;
}

function expand(inventory: BrokerInventory, context: ExpansionContext): InstanceDraft[] {
  const around = brokerPorts(context.version);
  return brokersOf(inventory).flatMap(({ name, members }, index) =>
    members.map((placed) => {
      const { member, entry, at, hostAt } = placed;
      return {
        ...entryDraft(entry, at, portsOf(member, around)),
        name: memberName(member),
        hostAt,
        haAddress: entry.haAddress,
        store: entry.store,
        properties: mergeLayers(
          propertyLayers(placed).map((place) => layerOf(context.properties(place, 'broker'))),
          context.version,
        ),
        broker: member,
        alias: aliasWord(member, index + 1),
        after: isSlave({ broker: member }) ? [name] : [],
      };
    }),
  );
}

/** The brokers: a master starts after all name servers, a slave after its master too. */
export const brokerExpansion: RoleExpansion = {
  id: 'broker',
  keys: BROKER_KEYS,
  required: ['brokers'],
  after: ['namesrv'],
  rules: brokerRules,
  wiring: brokerWiring,
  expand: (inventory, context) => expand(brokerInventory(inventory), context),
};
