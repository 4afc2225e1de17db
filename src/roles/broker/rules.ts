import { error, type RuleFinding, warning, underKey } from '../../inventory/diagnostic.ts';
import { inSeries, quoted } from '../../inventory/schema/quoted.ts';
import type { Rule, RuleContext } from '../../inventory/rule.ts';
import { nameFindings } from '../../inventory/rules/names.ts';
import { brokersOf } from './members.ts';
import { brokerPropertyRules } from './properties.ts';
import { brokerInventory } from './schema.ts';
import { isSlave, isMaster } from '../../model/broker.ts';

const brokers = ({ inventory }: Pick<RuleContext, 'inventory'>): ReturnType<typeof brokersOf> =>
  brokersOf(brokerInventory(inventory));

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
export const slavesApart: Rule = (context) => {
  if (context.topology.hosts.every(({ local }) => local)) return [];
  return brokers(context).flatMap(({ name, members: [, ...slaves] }) =>
    slaves.flatMap(({ entry, hostAt }, index) => {
      if (!slaves.slice(0, index).some((other) => other.entry.host === entry.host)) return [];
      const message = `${quoted(name)} has another slave on ${quoted(entry.host)} already: both are lost together`;
      return [warning('SLAVES_TOGETHER', hostAt, message, 'put it on another host, or remove it')];
    }),
  );
};

/** The copies of a message are in the members of its broker: in one zone, they are lost with it. */
export const zonesApart: Rule = (context) => {
  const zoneOf = new Map(context.topology.hosts.map(({ name, labels }) => [name, labels['zone']]));
  return brokers(context).flatMap(({ name, members }) => {
    const hosts = new Set(members.map(({ entry }) => entry.host));
    const zones = new Set([...hosts].map((host) => zoneOf.get(host)));
    const [zone] = zones;
    if (hosts.size < 2 || zones.size > 1 || zone === undefined) return [];
    const message = `every member of ${quoted(name)} is in the zone ${quoted(zone)}`;
    const hint = 'put a slave in another zone (`labels: { zone: ... }` of the hosts)';
    return [underKey(warning('ONE_ZONE', ['brokers', name], message, hint))];
  });
};

const brokerNames: Rule = (context) =>
  brokers(context).flatMap(({ name }) =>
    nameFindings(name, 'a broker', { path: ['brokers', name], part: 'key' }),
  );

/** The mode says how many brokers there are and whether they have slaves. */
const modeFits: Rule = (context) => {
  const { mode } = context.inventory;
  // what a guess at a mistyped mode would demand is no help
  if (context.written(['mode']) !== mode) return [];
  // one whose members are a word without brackets has been told
  const found = brokers(context).filter(({ name }) => context.written(['brokers', name]) === undefined);
  const fault = (name: string, message: string, hint: string): RuleFinding => ({
    ...error('MODE_BROKERS', ['brokers', name], message, hint),
    part: 'key',
  });
  const several = mode === 'single' ? found.slice(1) : [];
  return [
    ...several.map(({ name }) =>
      fault(
        name,
        `mode single has one broker, and ${quoted(name)} is another`,
        'use `mode: masters` for several',
      ),
    ),
    ...found.flatMap(({ name, members }) => {
      const slaves = members.filter(({ member }) => isSlave({ broker: member }));
      if (mode === 'single' || mode === 'masters') {
        if (slaves.length === 0) return [];
        const hosts = inSeries(slaves.map(({ entry }) => quoted(entry.host)));
        const message = `mode ${mode} has no slaves, and ${quoted(name)} has one on ${hosts}`;
        return [
          fault(name, message, 'use `mode: async` or `mode: sync`, or remove what follows the first host'),
        ];
      }
      if (slaves.length > 0) return [];
      const message = `mode ${mode} needs a slave of every broker, and ${quoted(name)} has none`;
      return [fault(name, message, 'add a second host, or use `mode: masters`')];
    }),
  ];
};

/** A slave beside its master is lost with it. On one machine there is no other place; there it is only told. */
const slaveApart: Rule = (context) => {
  const { hosts } = context.topology;
  const tell = hosts.length > 0 && hosts.every(({ local }) => local) ? warning : error;
  return brokers(context).flatMap(({ name, members }) => {
    const [master, ...slaves] = members;
    return slaves
      .filter(({ entry }) => entry.host === master?.entry.host)
      .map(({ entry, hostAt }) => {
        const message = `the slave of ${quoted(name)} is on ${quoted(entry.host)}, like its master: both are lost together`;
        return tell('SLAVE_WITH_MASTER', hostAt, message, 'put it on another host');
      });
  });
};

/** The rules of the keys of BROKER_KEYS. */
export const brokerRules: readonly Rule[] = [
  brokerNames,
  modeFits,
  slaveApart,
  slavesApart,
  mastersApart,
  zonesApart,
  brokerPropertyRules,
];
