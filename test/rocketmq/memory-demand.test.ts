import { describe, expect, test } from 'vitest';
import { memoryDemands } from '../../src/rocketmq/heap.ts';
import { SOUND, topologyOf } from '../sample/inventories.ts';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

describe('what the instances of a host may come to use', () => {
  const mib = (more: string, memory = 8 * GIB) =>
    memoryDemands(topologyOf(`${SOUND}${more}\n`), 'node1', memory).map(
      ({ instance, bytes, given }) => `${instance} ${bytes / MIB}${given ? ' given' : ''}`,
    );

  test.each([
    ['8 GiB, nothing given', '', ['namesrv-node1 768', 'broker-a 1536', 'broker-b-s 1536']],
    [
      'the heap of a role is given',
      'heap: { broker: 4g }',
      ['namesrv-node1 768', 'broker-a 5376 given', 'broker-b-s 5376 given'],
    ],
    [
      'the direct memory too',
      'heap: { broker: { size: 4g, direct: 1g } }',
      ['namesrv-node1 768', 'broker-a 5120 given', 'broker-b-s 5120 given'],
    ],
    [
      'of one role only',
      'heap: { namesrv: 256m }',
      ['namesrv-node1 512 given', 'broker-a 1536', 'broker-b-s 1536'],
    ],
  ])('%s', (_name, more, expected) => expect(mib(more)).toEqual(expected));

  test('a heap of one member is given for that member', () => {
    const text = SOUND.replace(
      'broker-a: [node1, node2]',
      'broker-a: { master: { host: node1, heap: 2g }, slaves: [node2] }',
    );
    const found = memoryDemands(topologyOf(text), 'node1', 8 * GIB);
    expect(found.map(({ instance, given }) => [instance, given])).toEqual([
      ['namesrv-node1', false],
      ['broker-a', true],
      ['broker-b-s', false],
    ]);
  });

  test('a host that is not in the inventory has none', () => {
    expect(memoryDemands(topologyOf(SOUND), 'node9', GIB)).toEqual([]);
  });
});
