import { expect, test } from 'vitest';
import { spelledAddress } from '../../src/hosts/site.ts';

const topology = { aliases: [{ address: '10.0.0.1', name: 'rocketmq-master1', instance: 'broker-a' }] };

test.each([
  ['its alias', 'broker-a', [], 'rocketmq-master1'],
  ['its address where the host has no aliases', 'broker-a', ['aliases'], '10.0.0.9'],
  ['its address where it has no alias', 'broker-b', [], '10.0.0.9'],
  ['its alias whatever else the host leaves out', 'broker-a', ['profile'], 'rocketmq-master1'],
] as const)('an instance is called by %s', (_name, name, leftOut, spelled) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the words of what can be left out
  const site = { leftOut } as unknown as Parameters<typeof spelledAddress>[1];
  expect(spelledAddress(topology, site, { name, address: '10.0.0.9' })).toBe(spelled);
});
