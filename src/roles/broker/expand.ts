import { heapSpec } from '../../rocketmq/heap.ts';
import type { InstanceDraft, PortRequest } from '../../inventory/instance-draft.ts';
import type { ExpansionContext, RoleExpansion } from '../../inventory/role-expansion.ts';
import { layerOf } from '../../inventory/values.ts';
import { mergeLayers } from '../../rocketmq/configuration/config-file.ts';
import { brokerPorts } from './ports.ts';
import { brokersOf, memberName, type PlacedMember, propertyLayers } from './members.ts';
import { brokerRules } from './rules.ts';
import { BROKER_KEYS, type BrokerInventory, brokerInventory } from './schema.ts';
import { isMaster, isSlave } from '../../model/broker.ts';
import { brokerWiring } from './wiring.ts';

function portsOf({ member, entry }: PlacedMember, around: PortRequest['around']): PortRequest {
  return {
    given: entry.port,
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
        name: memberName(member),
        host: entry.host,
        hostAt,
        at,
        address: entry.address,
        haAddress: entry.haAddress,
        ports: portsOf(placed, around),
        heap: entry.heap === undefined ? undefined : heapSpec(entry.heap),
        jvm: entry.jvm,
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
