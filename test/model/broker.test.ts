import { describe, expect, test } from 'vitest';
import { masterOf, membersOf, replicasOf, slavesOf } from '../../src/model/broker.ts';
import { replicationPort } from '../../src/model/port.ts';
import { commitLogOf, storeOf } from '../../src/model/paths.ts';
import type { Instance } from '../../src/model/instance.ts';
import { topologyOf } from '../sample/inventories.ts';

const topology = topologyOf(
  'cluster: c\nversion: 4.9.4\nmode: async\nhosts: { n1: 10.0.0.1, n2: 10.0.0.2, n3: 10.0.0.3 }\nnamesrv: [n1]\nbrokers: { a: [n1, n2, n3], b: [n2, n1] }',
);
const named = (name: string): Instance => topology.instances.find((one) => one.name === name)!;
const names = (instances: readonly Instance[]): string[] => instances.map(({ name }) => name);

describe('the members of a broker', () => {
  test('are those of the same name, each others replicas', () => {
    expect(names(membersOf(topology, named('a-s')))).toEqual(['a', 'a-s', 'a-s2']);
    expect(names(replicasOf(topology, named('a-s')))).toEqual(['a', 'a-s2']);
    expect(membersOf(topology, named('namesrv-n1'))).toEqual([]);
  });

  test('have the master that the inventory lays out', () => {
    expect(masterOf(topology, named('a-s2'))?.name).toBe('a');
    expect(masterOf(topology, named('b'))?.name).toBe('b');
    expect(names(slavesOf(topology, named('a-s')))).toEqual(['a-s', 'a-s2']);
    expect(masterOf(topology, named('namesrv-n1'))).toBeUndefined();
  });

  test('have the master that was observed, where one was', () => {
    const observed = new Map([['a', 'a-s2']]);
    expect(masterOf(topology, named('a'), observed)?.name).toBe('a-s2');
    expect(names(slavesOf(topology, named('a-s2'), observed))).toEqual(['a', 'a-s']);
    expect(masterOf(topology, named('b-s'), observed)?.name).toBe('b');
  });
});

test('the replication port is the one of that purpose', () => {
  expect(replicationPort(named('a'))).toBe(10912);
  expect(replicationPort(named('namesrv-n1'))).toBeUndefined();
});

test('a store is where the inventory says, else below the root', () => {
  expect(storeOf({ name: 'a' }, '/data')).toBe('/data/a');
  expect(storeOf({ name: 'a', store: '/own' }, '/data')).toBe('/own');
  expect(commitLogOf('/own')).toBe('/own/commitlog');
});
