import { addressKind, parseNetwork } from '../../model/ip-address.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

const refused = (key: string, why: string, hint: string): RuleFinding =>
  findingAt('FIREWALL_RESTRICT', ['firewall', key], { key, why }, { hint });

/** `firewall: { restrict, clients }`: callers are given as numbers, since a packet filter knows no names. */
export const firewallRestriction: Rule = ({ inventory: { firewall }, topology: { hosts, instances } }) => {
  if (typeof firewall !== 'object') return [];
  const { mode = 'auto', restrict = false, clients = [] } = firewall;
  const findings: RuleFinding[] = clients.flatMap((client, index) =>
    networkFindings(client, ['firewall', 'clients', index]),
  );
  if (clients.length > 0 && !restrict) {
    const why = 'without `restrict: true` every machine may connect';
    findings.push(refused('clients', why, 'add `restrict: true`, or remove `clients`'));
  }
  if (!restrict) return findings;
  if (mode !== 'auto') {
    const why = `rmqctl opens no port with \`mode: ${mode}\``;
    findings.push(refused('restrict', why, 'remove it, or use `mode: auto`'));
  }
  const ofInstances = instances.flatMap((each) => [each, { name: each.name, address: each.haAddress }]);
  const names = [...hosts, ...ofInstances].filter(({ address }) => addressKind(address) === 'name');
  for (const { name, address } of new Map(names.map((each) => [each.address, each])).values()) {
    const why = `the address of ${quoted(name)} is the name ${quoted(address)}, but firewall rules need numbers`;
    findings.push(refused('restrict', why, 'use its IPv4 address, or remove `restrict`'));
  }
  return findings;
};

function networkFindings(client: string, path: readonly (string | number)[]): RuleFinding[] {
  const network = parseNetwork(client);
  const values = { client: quoted(client) };
  if (network === undefined) return [findingAt('FIREWALL_CLIENTS', path, values)];
  const size = 2 ** (32 - network.bits);
  const first = Math.floor(network.first / size) * size;
  if (first === network.first) return [];
  const meant = `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${network.bits}`;
  return [findingAt('FIREWALL_CLIENTS', path, values, { hint: `did you mean ${quoted(meant)}?` })];
}
