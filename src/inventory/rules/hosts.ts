import { groupBy } from '../../std/group-by.ts';
import { addressOf, isLocal } from '../host-address.ts';
import { error, underKey, warning } from '../diagnostic.ts';
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
    const listed = known.length <= LISTED ? `the hosts are ${inSeries(known)}` : 'add it to `hosts`';
    const several = host.split(/\s+/);
    const hint =
      byAddress !== undefined
        ? `write its name, \`${byAddress}\``
        : several.every((name) => Object.hasOwn(inventory.hosts, name))
          ? `put commas between them: ${quoted(several.join(', '))}`
          : (didYouMean(host, known) ?? listed);
    return [error('UNKNOWN_HOST', hostAt, `${quoted(host)} is not a host of \`hosts\``, hint)];
  });
};

/** A host without an instance is never contacted, which the author may not expect. */
export const unusedHosts: Rule = ({ inventory, drafts }) => {
  const used = new Set(drafts.map(({ host }) => host));
  return Object.keys(inventory.hosts)
    .filter((name) => !used.has(name))
    .map((name) => {
      const message = `nothing runs on ${quoted(name)}`;
      return underKey(
        warning('UNUSED_HOST', ['hosts', name], message, 'put an instance there, or remove it'),
      );
    });
};

/** A host needs an address; this machine's is known only if no other has to reach it. */
export const hostAddresses: Rule = ({ inventory }) =>
  Object.entries(inventory.hosts).flatMap(([name, entry]) => {
    if (addressOf(inventory, name) !== undefined) return [];
    const at = ['hosts', name];
    if (!isLocal(entry))
      return [error('HOST_ADDRESS', at, `${quoted(name)} has no address`, 'add `address:`')];
    const message = `${quoted(name)} is this machine, and the other hosts need an address to reach it`;
    return [error('LOCAL_ADDRESS', at, message, `write ${name}: { address: 10.0.0.9, local: true }`)];
  });

/** Two hosts that are one machine would use the same ports and files. */
export const sameMachine: Rule = ({ topology: { hosts } }) => {
  const byAddress = groupBy(hosts, ({ address }) => address.toLowerCase());
  const firstLocal = hosts.find(({ local }) => local);
  return hosts.flatMap((host) => {
    const [twin] = byAddress.get(host.address.toLowerCase()) ?? [];
    if (twin !== undefined && twin !== host) {
      const message = `${quoted(host.name)} has the address of ${quoted(twin.name)}, ${quoted(host.address)}`;
      const at = ['hosts', host.name, 'address'];
      return [error('DUPLICATE_ADDRESS', at, message, 'correct it, or use one host')];
    }
    if (firstLocal === undefined || !host.local || host === firstLocal) return [];
    const message = `${quoted(host.name)} and ${quoted(firstLocal.name)} are both this machine`;
    const hint = 'use one local host; it can run several instances';
    return [error('DUPLICATE_ADDRESS', ['hosts', host.name], message, hint)];
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
    const message = `${quoted(host.name)} and ${quoted(twin.name)} log in to the same place`;
    const at = ['hosts', host.name, 'ssh', 'host'];
    return [error('DUPLICATE_LOGIN', at, message, 'correct `ssh.host` or `ssh.port`')];
  });
};
