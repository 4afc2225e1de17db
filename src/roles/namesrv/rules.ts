import { findingAt } from '../../inventory/diagnostic.ts';
import type { Rule } from '../../inventory/rule.ts';
import { propertyFindings } from '../common/catalogue-findings.ts';

/** With one name server no client finds the brokers while it is down. A cluster on one host is down then anyway. */
const severalNameServers: Rule = ({ topology, drafts }) => {
  const nameServers = drafts.filter(({ ports }) => ports.series === 'namesrv');
  if (nameServers.length !== 1 || topology.hosts.length < 2) return [];
  return [findingAt('ONE_NAME_SERVER', ['namesrv'], {})];
};

/** The keys that follow from the inventory, and where each is set instead. */
const SET_BY: Readonly<Record<string, string>> = {
  listenPort: 'set `port` of the name server: { host: node1, port: 9876 }',
  kvConfigPath: 'it is beside the logs of the name server: set `paths.logs`',
  configStorePath: 'it is the file itself, which rmqctl writes',
  rocketmqHome: 'set `paths.home`',
};

/** Keys and values that RocketMQ would silently ignore. */
const properties: Rule = (context) => {
  const nameServers = context.drafts.filter(({ ports }) => ports.series === 'namesrv');
  return propertyFindings(context, {
    file: 'namesrv',
    properties: nameServers.flatMap(({ at }) => context.properties([...at, 'properties'], 'namesrv')),
    setBy: SET_BY,
    correctionOf: () => undefined,
  });
};

/** The rules of the key `namesrv`. */
export const nameServerRules: readonly Rule[] = [severalNameServers, properties];
