import { error, type RuleFinding, warning } from '../../inventory/diagnostic.ts';
import { inSeries, quoted } from '../../inventory/schema/quoted.ts';
import type { Rule, RuleContext } from '../../inventory/rule.ts';
import { nameFindings } from '../../inventory/rules/names.ts';
import { brokersOf } from './members.ts';
import { mastersApart, slavesApart, zonesApart } from './placement-rules.ts';
import { brokerPropertyRules } from './property-rules.ts';
import { brokerInventory } from './schema.ts';
import { isSlave } from '../../model/broker.ts';

function brokers({ inventory }: RuleContext): ReturnType<typeof brokersOf> {
  return brokersOf(brokerInventory(inventory));
}

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
