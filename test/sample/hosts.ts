import type { Facts } from '../../src/hosts/facts.ts';
import { siteFor, type Site } from '../../src/hosts/site.ts';
import { releaseOf } from '../../src/rocketmq/releases.ts';
import type { Topology } from '../../src/model/topology.ts';

/** A server as it comes: root, systemd, firewalld, 8 GiB, Java 8. */
export const SERVER: Facts = {
  hostname: 'node',
  user: 'root',
  group: 'root',
  root: true,
  home: '/root',
  os: { id: 'centos', version: '7', like: [] },
  arch: 'x86_64',
  memory: 2 ** 33,
  cores: 4,
  epoch: 0,
  supervisors: ['systemd'],
  firewalls: ['firewalld'],
  javas: [{ home: '/usr/lib/jvm/java-8', version: '1.8.0_402', major: 8 }],
  manifests: [],
};

/** A newer one: 16 GiB, Java 17. */
export const MODERN: Facts = {
  ...SERVER,
  os: { id: 'debian', version: '12', like: [] },
  memory: 2 ** 34,
  javas: [{ home: '/usr/lib/jvm/java-17', version: '17.0.15', major: 17 }],
};

/** Where rmqctl is nobody special. */
export const ACCOUNT: Facts = { ...SERVER, user: 'ann', group: 'ann', root: false, home: '/home/ann' };

/** A host of a topology with these facts. @param name its first where none is named */
export function siteOf(topology: Topology, name = topology.hosts[0]!.name, facts: Facts = SERVER): Site {
  const host = topology.hosts.find((candidate) => candidate.name === name)!;
  return siteFor(topology, host, facts, releaseOf(topology.version));
}
