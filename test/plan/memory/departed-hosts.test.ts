import { expect, test } from 'vitest';
import { siteFor, type Site } from '../../../src/hosts/site.ts';
import { departedHosts } from '../../../src/plan/memory/memory.ts';
import { releaseOf } from '../../../src/rocketmq/releases.ts';
import type { Topology } from '../../../src/model/topology.ts';
import { SERVER } from '../../sample/hosts.ts';
import { SMALLEST, topologyOf } from '../../sample/inventories.ts';

const known = topologyOf(SMALLEST);

/** The first host, where a run with another topology has left this. */
function remembering(...topologies: unknown[]): Site {
  const manifests = topologies.map((topology) =>
    JSON.stringify({
      format: 1,
      cluster: 'rocketmq-cluster',
      claims: { paths: [], ports: [], aliases: [] },
      resources: [],
      topology,
    }),
  );
  return siteFor(known, known.hosts[0]!, { ...SERVER, manifests }, releaseOf(known.version));
}

function names(topology: Topology, ...sites: Site[]): string[] {
  return departedHosts(topology, sites).map(({ name }) => name);
}

const third = { ...known.hosts[0]!, name: 'node3', address: '192.168.47.147' };

test('a host that the last deployment knew, and the inventory does not, is told once', () => {
  const before = remembering({ ...known, hosts: [...known.hosts, third] });
  expect(names(known, before, before)).toEqual(['node3']);
});

test('nothing is told where nothing is remembered, or the same, or nothing that can be read', () => {
  expect(names(known, remembering())).toEqual([]);
  expect(names(known, remembering(known))).toEqual([]);
  expect(names(known, remembering(undefined, { hosts: 'gone' }))).toEqual([]);
});

test('a host that was given another name, or another address, has not left', () => {
  const [first, second] = known.hosts;
  const hosts = [
    { ...first!, name: 'renamed' },
    { ...second!, address: '10.9.9.9' },
  ];
  expect(names(known, remembering({ ...known, hosts }))).toEqual([]);
});
