import { groupBy } from '../../std/group-by.ts';
import { addressOf, isLocal } from '../host-address.ts';
import { findingAt } from '../diagnostic.ts';
import { didYouMean } from '../hints/nearest.ts';
import { inSeries, quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

/** More hosts than these are not listed in a hint. */
const LISTED = 8;

/** Every host that an instance is put on must be one of `hosts`. */
export const unknownHosts: Rule = ({ inventory, drafts, isWritten }) => {
  const known = Object.keys(inventory.hosts);
  return drafts.flatMap(({ host, hostAt }) => {
    if (Object.hasOwn(inventory.hosts, host) || isWritten(['hosts', host])) return [];
    const byAddress = known.find((name) => addressOf(inventory, name) === host);
    const listed = known.length <= LISTED ? `the hosts are ${inSeries(known)}` : undefined;
    const several = host.split(/\s+/);
    const hint =
      byAddress !== undefined
        ? `use its name, \`${byAddress}\``
        : several.every((name) => Object.hasOwn(inventory.hosts, name))
          ? `separate them with commas: ${quoted(several.join(', '))}`
          : (didYouMean(host, known) ?? listed);
    return [findingAt('UNKNOWN_HOST', hostAt, { host: quoted(host) }, { hint })];
  });
};

/** A host without an instance is never contacted, which the author may not expect. */
export const unusedHosts: Rule = ({ inventory, drafts }) => {
  const used = new Set(drafts.map(({ host }) => host));
  return Object.keys(inventory.hosts)
    .filter((name) => !used.has(name))
    .map((name) => findingAt('UNUSED_HOST', ['hosts', name], { host: quoted(name) }, { part: 'key' }));
};

/** A host needs an address; this machine's is known only if no other has to reach it. */
export const hostAddresses: Rule = ({ inventory }) =>
  Object.entries(inventory.hosts).flatMap(([name, entry]) => {
    if (addressOf(inventory, name) !== undefined) return [];
    const at = ['hosts', name];
    const host = quoted(name);
    return [
      isLocal(entry)
        ? findingAt('LOCAL_ADDRESS', at, { host, literal: `${name}: { address: 10.0.0.9, local: true }` })
        : findingAt('HOST_ADDRESS', at, { host }),
    ];
  });

/** Two hosts that are one machine would use the same ports and files. */
export const sameMachine: Rule = ({ topology: { hosts } }) => {
  const byAddress = groupBy(hosts, ({ address }) => address.toLowerCase());
  const firstLocal = hosts.find(({ local }) => local);
  return hosts.flatMap((host) => {
    const [twin] = byAddress.get(host.address.toLowerCase()) ?? [];
    if (twin !== undefined && twin !== host) {
      const values = { host: quoted(host.name), other: quoted(twin.name), address: quoted(host.address) };
      return [findingAt('DUPLICATE_ADDRESS', ['hosts', host.name, 'address'], values)];
    }
    if (firstLocal === undefined || !host.local || host === firstLocal) return [];
    const values = { host: quoted(host.name), other: quoted(firstLocal.name), address: 'local' };
    return [findingAt('DUPLICATE_ADDRESS', ['hosts', host.name], values)];
  });
};

/** Two hosts with one login: with forwarded ports, most often a copied line. */
export const sameLogin: Rule = ({ topology: { hosts } }) => {
  const loginOf = ({ ssh, address }: (typeof hosts)[number]): string =>
    [ssh.jump ?? '', ssh.host ?? address, ssh.port ?? 22].join(' ').toLowerCase();
  const remote = hosts.filter(({ local }) => !local);
  const byLogin = groupBy(remote, loginOf);
  return remote.flatMap((host) => {
    const [twin] = byLogin.get(loginOf(host)) ?? [];
    if (twin === undefined || twin === host || twin.address === host.address) return [];
    const values = { host: quoted(host.name), other: quoted(twin.name) };
    return [findingAt('DUPLICATE_LOGIN', ['hosts', host.name, 'ssh', 'host'], values)];
  });
};
