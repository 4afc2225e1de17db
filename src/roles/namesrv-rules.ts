import { warning } from '../inventory/diagnostic.ts';
import type { Rule } from '../inventory/rule.ts';

/** With one name server nobody can find the brokers while it is down. A cluster on one host is down then anyway. */
const severalNameServers: Rule = ({ topology, drafts }) => {
  const nameServers = drafts.filter(({ ports }) => ports.series === 'namesrv');
  if (nameServers.length !== 1 || topology.hosts.length < 2) return [];
  return [
    warning(
      'ONE_NAME_SERVER',
      ['namesrv'],
      'there is one name server: while its host is down, no client finds a broker',
      'run one on a second host; they need not know of each other',
    ),
  ];
};

/** The rules of the key `namesrv`. */
export const nameServerRules: readonly Rule[] = [severalNameServers];
