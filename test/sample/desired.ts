import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readInventory } from '../../src/resolve/read-inventory.ts';
import type { Facts } from '../../src/hosts/facts.ts';
import { siteFor, type Site } from '../../src/hosts/site.ts';
import { desire, type DesireContext } from '../../src/plan/desired/desire.ts';
import type { Resource } from '../../src/resources/resource.ts';
import { roles } from '../../src/roles/registry.ts';
import { knownVersion, releaseOf } from '../../src/rocketmq/releases.ts';
import type { Topology } from '../../src/model/topology.ts';

/** The smallest inventory of two machines. */
export const SMALLEST = readFileSync(
  fileURLToPath(new URL('../../inventories/two_masters_two_slaves_sync.yaml', import.meta.url)),
  'utf8',
);

export function topologyOf(text: string): Topology {
  const options = { text, file: 'x.yaml', baseDir: '/', env: {}, roles, knownVersion };
  const { topology, diagnostics } = readInventory(options);
  if (topology !== undefined) return topology;
  throw new Error(diagnostics.map(({ message }) => message).join('\n'));
}

/** A server as it comes: root, systemd, Java 8. */
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

/** Where rmqctl is nobody special. */
export const ACCOUNT: Facts = { ...SERVER, user: 'ann', group: 'ann', root: false, home: '/home/ann' };

export function contextOf(topology: Topology): DesireContext {
  return { topology, release: releaseOf(topology.version), roles, timeout: 120 };
}

export function siteOf(topology: Topology, name: string, facts: Facts = SERVER): Site {
  const host = topology.hosts.find((candidate) => candidate.name === name)!;
  return siteFor(topology, host, facts, releaseOf(topology.version));
}

/** What is wanted of every host of an inventory. */
export function wanted(text: string, facts: Facts = SERVER): Resource[] {
  const topology = topologyOf(text);
  return topology.hosts.flatMap(({ name }) => desire(contextOf(topology), siteOf(topology, name, facts)));
}
