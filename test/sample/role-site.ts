import type { Facts } from '../../src/hosts/facts.ts';
import { siteFor, type Site } from '../../src/hosts/site.ts';
import { readInventory } from '../../src/resolve/read-inventory.ts';
import type { Role } from '../../src/roles/role.ts';
import { knownVersion, releaseOf } from '../../src/rocketmq/releases.ts';
import type { Topology } from '../../src/model/topology.ts';

/** The topology of an inventory that is right. */
export function topologyOf(text: string, roles: readonly Role[]): Topology {
  const options = { text, file: 'test.yaml', baseDir: '/', env: {}, roles, knownVersion };
  const { topology, diagnostics } = readInventory(options);
  if (topology === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return topology;
}

/** A server of the usual kind: root, systemd, Java 17, 16 GiB. */
const FACTS: Facts = {
  hostname: 'n1',
  user: 'root',
  group: 'root',
  root: true,
  home: '/root',
  os: { id: 'debian', version: '12', like: [] },
  arch: 'x86_64',
  memory: 16 * 2 ** 30,
  cores: 4,
  epoch: 0,
  supervisors: ['systemd'],
  firewalls: ['firewalld'],
  javas: [{ home: '/usr/lib/jvm/java-17', version: '17.0.15', major: 17 }],
  manifests: [],
};

/** The first host of a topology, as such a server. */
export function siteOf(topology: Topology): Site {
  return siteFor(topology, topology.hosts[0]!, FACTS, releaseOf(topology.version));
}
