import { expect, test } from 'vitest';
import { strandedStores } from '../../../src/plan/memory/stranded-stores.ts';
import { SMALLEST, topologyOf } from '../../sample/inventories.ts';

const topology = topologyOf(SMALLEST); // broker-b's master is on node2
const stopped = {
  host: 'node1',
  instance: 'broker-b',
  kind: 'service',
  action: 'stop',
  subject: {},
} as const;
const made = {
  host: 'node2',
  instance: 'broker-b',
  kind: 'directory',
  action: 'create',
  subject: { store: true },
} as const;

test('a master that moves to a store of its own is told to leave its messages behind', () => {
  expect(strandedStores(topology, [stopped, made])).toMatchObject([
    { severity: 'warning', code: 'STORE_LEFT', host: 'node2', message: expect.stringContaining('node1') },
  ]);
});

test.each([
  ['one whose store is there', [stopped]],
  ['a new one', [made]],
  [
    'a slave, which copies',
    [
      { ...stopped, instance: 'broker-b-s', host: 'node2' },
      { ...made, instance: 'broker-b-s', host: 'node1' },
    ],
  ],
  ['one of whom another directory is made', [stopped, { ...made, subject: {} }]],
])('not %s', (_name, steps) => {
  expect(strandedStores(topology, steps)).toEqual([]);
});
