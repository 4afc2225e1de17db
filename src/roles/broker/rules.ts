import { findingAt, type RuleFinding } from '../../inventory/diagnostic.ts';
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
  const values = { count: masters.length, host: quoted(first.host) };
  return [findingAt('MASTERS_TOGETHER', ['brokers'], values, { part: 'key' })];
};

/** Two slaves of a master on one host are two copies that would be lost together. */
export const slavesApart: Rule = (context) => {
  if (context.topology.hosts.every(({ local }) => local)) return [];
  return brokers(context).flatMap(({ name, members: [, ...slaves] }) =>
    slaves.flatMap(({ entry, hostAt }, index) => {
      if (!slaves.slice(0, index).some((other) => other.entry.host === entry.host)) return [];
      return [findingAt('SLAVES_TOGETHER', hostAt, { broker: quoted(name), host: quoted(entry.host) })];
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
    const values = { broker: quoted(name), zone: quoted(zone), literal: '{ zone: ... }' };
    return [findingAt('ONE_ZONE', ['brokers', name], values, { part: 'key' })];
  });
};

const brokerNames: Rule = (context) =>
  brokers(context).flatMap(({ name }) =>
    nameFindings(name, 'a broker', { path: ['brokers', name], part: 'key' }),
  );

/** The mode says how many brokers there are and whether they have slaves. */
const modeFits: Rule = (context) => {
  const { mode } = context.inventory;
  // a guess at a mistyped mode would be no help
  if (context.written(['mode']) !== mode) return [];
  // members that are a word without brackets are reported already
  const found = brokers(context).filter(({ name }) => context.written(['brokers', name]) === undefined);
  const refused = (name: string, fault: string, hint: string): RuleFinding =>
    findingAt(
      'MODE_BROKERS',
      ['brokers', name],
      { mode, broker: quoted(name), fault },
      { hint, part: 'key' },
    );
  const several = mode === 'single' ? found.slice(1) : [];
  return [
    ...several.map(({ name }) => refused(name, 'it has one broker only', 'use `mode: masters` for several')),
    ...found.flatMap(({ name, members }) => {
      const slaves = members.filter(({ member }) => isSlave({ broker: member }));
      if (mode === 'single' || mode === 'masters') {
        if (slaves.length === 0) return [];
        const hosts = inSeries(slaves.map(({ entry }) => quoted(entry.host)));
        const hint = 'use `mode: async` or `mode: sync`, or remove what follows the first host';
        return [refused(name, `it has a slave on ${hosts}`, hint)];
      }
      if (slaves.length > 0) return [];
      return [refused(name, 'it has no slave', 'add a second host, or use `mode: masters`')];
    }),
  ];
};

/** A slave on its master's host is lost with it: an error, or a warning if every host is this machine. */
const slaveApart: Rule = (context) => {
  const { hosts } = context.topology;
  const softer = hosts.length > 0 && hosts.every(({ local }) => local);
  return brokers(context).flatMap(({ name, members }) => {
    const [master, ...slaves] = members;
    return slaves
      .filter(({ entry }) => entry.host === master?.entry.host)
      .map(({ entry, hostAt }) => {
        const values = { broker: quoted(name), host: quoted(entry.host) };
        return findingAt('SLAVE_WITH_MASTER', hostAt, values, { softer });
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
