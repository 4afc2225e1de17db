import { addressKind, parseNetwork } from '../../model/ip-address.ts';
import { error, type RuleFinding } from '../diagnostic.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

const refused = (key: string, message: string, hint: string): RuleFinding =>
  error('FIREWALL_RESTRICT', ['firewall', key], message, hint);

/** `firewall: { restrict, clients }`: callers are given as numbers, since a packet filter knows no names. */
export const firewallRestriction: Rule = ({ inventory: { firewall }, topology: { hosts, instances } }) => {
  if (typeof firewall !== 'object') return [];
  const { mode = 'auto', restrict = false, clients = [] } = firewall;
  const findings: RuleFinding[] = clients.flatMap((client, index) =>
    networkFindings(client, ['firewall', 'clients', index]),
  );
  if (clients.length > 0 && !restrict) {
    const message = '`clients` are those whom `restrict: true` lets in; without it everybody is';
    findings.push(refused('clients', message, 'add `restrict: true`, or remove it'));
  }
  if (!restrict) return findings;
  if (mode !== 'auto') {
    const message = `nothing is opened with \`mode: ${mode}\`, so there is nothing to restrict`;
    findings.push(refused('restrict', message, 'remove it, or use `mode: auto`'));
  }
  const ofInstances = instances.flatMap((each) => [each, { name: each.name, address: each.haAddress }]);
  const names = [...hosts, ...ofInstances].filter(({ address }) => addressKind(address) === 'name');
  for (const { name, address } of new Map(names.map((each) => [each.address, each])).values()) {
    const message = `the address of ${quoted(name)} is the name ${quoted(address)}, and firewall rules know no names`;
    findings.push(refused('restrict', message, 'give its address in numbers, or leave `restrict` out'));
  }
  return findings;
};

function networkFindings(client: string, path: readonly (string | number)[]): RuleFinding[] {
  const network = parseNetwork(client);
  if (network === undefined) {
    const message = `${quoted(client)} is not an IPv4 network`;
    return [
      error('FIREWALL_CLIENTS', path, message, 'write it as 10.20.0.0/16, a single machine as its address'),
    ];
  }
  const size = 2 ** (32 - network.bits);
  const first = Math.floor(network.first / size) * size;
  if (first === network.first) return [];
  const meant = `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${network.bits}`;
  const message = `${quoted(client)} is an address within a network, not the network itself`;
  return [error('FIREWALL_CLIENTS', path, message, `did you mean ${quoted(meant)}?`)];
}
