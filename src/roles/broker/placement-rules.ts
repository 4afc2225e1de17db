import { underKey, warning } from '../../inventory/diagnostic.ts';
import { quoted } from '../../inventory/schema/quoted.ts';
import type { Rule } from '../../inventory/rule.ts';
import { brokersOf } from './members.ts';
import { brokerInventory } from './schema.ts';
import { isMaster } from '../../model/broker.ts';

/** Masters on one host are lost together, and with them every place to send to. One broker has no choice. */
export const mastersApart: Rule = ({ drafts, topology }) => {
  const masters = drafts.filter(isMaster);
  const [first] = masters;
  const together = masters.every(({ host }) => host === first?.host);
  if (first === undefined || masters.length < 2 || topology.hosts.length < 2 || !together) return [];
  const message = `all ${masters.length} masters are on ${quoted(first.host)}: while it is down, nothing can be sent`;
  return [
    underKey(
      warning('MASTERS_TOGETHER', ['brokers'], message, 'put the first host of each broker elsewhere'),
    ),
  ];
};

/** Two slaves of a master on one host are two copies that are lost together: one of them is for nothing. */
export const slavesApart: Rule = ({ inventory, topology }) => {
  if (topology.hosts.every(({ local }) => local)) return [];
  return brokersOf(brokerInventory(inventory)).flatMap(({ name, members: [, ...slaves] }) =>
    slaves.flatMap(({ entry, hostAt }, index) => {
      if (!slaves.slice(0, index).some((other) => other.entry.host === entry.host)) return [];
      const message = `${quoted(name)} has another slave on ${quoted(entry.host)} already: both are lost together`;
      return [warning('SLAVES_TOGETHER', hostAt, message, 'put it on another host, or remove it')];
    }),
  );
};

/** The copies of a message are in the members of its broker: in one zone, they are lost with it. */
export const zonesApart: Rule = ({ inventory, topology }) => {
  const zoneOf = new Map(topology.hosts.map(({ name, labels }) => [name, labels['zone']]));
  return brokersOf(brokerInventory(inventory)).flatMap(({ name, members }) => {
    const hosts = new Set(members.map(({ entry }) => entry.host));
    const zones = new Set([...hosts].map((host) => zoneOf.get(host)));
    const [zone] = zones;
    if (hosts.size < 2 || zones.size > 1 || zone === undefined) return [];
    const message = `every member of ${quoted(name)} is in the zone ${quoted(zone)}`;
    const hint = 'put a slave in another zone (`labels: { zone: ... }` of the hosts)';
    return [underKey(warning('ONE_ZONE', ['brokers', name], message, hint))];
  });
};
