import { describe, expect, test } from 'vitest';
import { openingsOn } from '../../src/hosts/openings.ts';
import { topologyOf } from '../sample/inventories.ts';

const THREE = `
cluster: c
version: 4.9.4
mode: async
hosts: { n1: 10.0.0.1, n2: 10.0.0.2, n3: 10.0.0.3 }
namesrv: [n1]
brokers: { a: [n1, n2], b: [n3, n2] }
`;

/** What a host opens, as "PORT SOURCE". */
function opened(more: string, host: string, inventory = THREE): string[] {
  const topology = topologyOf(`${inventory}${more}\n`);
  const found = openingsOn(
    topology,
    topology.hosts.find(({ name }) => name === host)!,
  );
  return found.map(({ port, source = '*' }) => `${port} ${source}`);
}

/** Of one port, from where. */
function sources(more: string, host: string, port: number, inventory = THREE): string[] {
  return opened(more, host, inventory).flatMap((line) =>
    line.startsWith(`${port} `) ? [line.split(' ')[1]!] : [],
  );
}

test('without restrict every port is open to everybody, once, ascending', () => {
  expect(opened('', 'n1')).toEqual(['9876 *', '10909 *', '10911 *', '10912 *']);
  expect(opened('firewall: { restrict: false }', 'n3')).toEqual(['10909 *', '10911 *', '10912 *']);
});

describe('with restrict', () => {
  const on = 'firewall: { restrict: true }';

  test('replication is for the other members of the broker, in both directions', () => {
    expect(sources(on, 'n1', 10912)).toEqual(['10.0.0.2']);
    expect(sources(on, 'n2', 11012)).toEqual(['10.0.0.1']);
  });

  test('a broker without slaves replicates to nobody', () => {
    const masters = THREE.replace('async', 'masters').replace('[n1, n2]', '[n1]').replace('[n3, n2]', '[n3]');
    expect(opened(on, 'n3', masters)).toEqual(['10909 10.0.0.1', '10911 10.0.0.1']);
  });

  test.each([9876, 10909, 10911])(
    'port %i is for every other host of the cluster, and for no host itself',
    (port) => {
      expect(sources(on, 'n1', port)).toEqual(['10.0.0.2', '10.0.0.3']);
    },
  );

  test('clients get to everything but replication', () => {
    const clients = 'firewall: { mode: auto, restrict: true, clients: [10.9.0.0/16, 192.0.2.7] }';
    expect(sources(clients, 'n1', 9876)).toEqual(['10.9.0.0/16', '192.0.2.7', '10.0.0.2', '10.0.0.3']);
    expect(sources(clients, 'n1', 10912)).toEqual(['10.0.0.2']);
  });

  test('a host whose address is among the clients needs no rule of its own', () => {
    const clients = 'firewall: { restrict: true, clients: [10.0.0.0/24] }';
    expect(sources(clients, 'n1', 9876)).toEqual(['10.0.0.0/24']);
    expect(sources(clients, 'n1', 10912)).toEqual(['10.0.0.2']);
  });

  test('a member with addresses of its own dials from any of them', () => {
    const inventory = THREE.replace(
      'a: [n1, n2]',
      'a: { master: n1, slaves: [{ host: n2, address: 10.1.0.2, haAddress: 10.2.0.2 }] }',
    );
    expect(sources(on, 'n1', 10912, inventory)).toEqual(['10.0.0.2', '10.1.0.2', '10.2.0.2']);
    expect(sources(on, 'n1', 9876, inventory)).toEqual(['10.0.0.2', '10.1.0.2', '10.2.0.2', '10.0.0.3']);
  });

  test('a single machine opens nothing but to its clients', () => {
    const alone =
      'cluster: c\nversion: 4.9.4\nmode: single\nhosts: { n1: 10.0.0.1 }\nnamesrv: [n1]\nbrokers: { a: [n1] }\n';
    expect(opened(on, 'n1', alone)).toEqual([]);
    expect(opened('firewall: { restrict: true, clients: [10.9.0.0/16] }', 'n1', alone)).toEqual([
      '9876 10.9.0.0/16',
      '10909 10.9.0.0/16',
      '10911 10.9.0.0/16',
    ]);
  });
});
