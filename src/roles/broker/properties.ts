import type { Path } from '../../inventory/path.ts';
import type { Text } from '../../redaction/secret.ts';
import type { ExpansionContext } from '../../inventory/role-expansion.ts';
import { correctProperties } from '../../rocketmq/configuration/corrections.ts';
import type { PlacedMember } from './members.ts';
import type { BrokerInventory } from './schema.ts';
import { entriesOf, propertiesAt } from '../common/written-properties.ts';

/** Where the properties of a member stand, the farthest first: cluster, role, broker, instance. */
export function propertyLayers({ member, at }: PlacedMember): Path[] {
  return [
    ['properties'],
    [`${member.kind}Properties`],
    ['brokers', member.name, 'properties'],
    [...at, 'properties'],
  ];
}

/** Every place of the inventory where broker properties stand, each once. */
export function propertyPlaces(members: readonly PlacedMember[]): Path[] {
  const everywhere: Path[] = [
    ['properties'],
    ['masterProperties'],
    ['slaveProperties'],
    ...members.flatMap((member) => propertyLayers(member).slice(2)),
  ];
  return [...new Map(everywhere.map((path) => [JSON.stringify(path), path])).values()];
}

/**
 * What the inventory sets for a member: the nearest layer wins, values as written, keys as this version spells them.
 * A nearer layer wins over a farther one in whatever spelling each has the key.
 */
export function mergedProperties(
  inventory: BrokerInventory,
  member: PlacedMember,
  { version, ...values }: ExpansionContext,
): Record<string, Text> {
  const layers = propertyLayers(member).map((place) => {
    const properties = propertiesAt(inventory, place, { file: 'broker', version, values });
    return correctProperties(entriesOf(properties), version);
  });
  return Object.assign({}, ...layers);
}
