import { describe, expect, test } from 'vitest';
import { selector, strictSelector } from '../../../src/operations/hosts/limit.ts';
import { SOUND, topologyOf } from '../../sample/inventories.ts';

const topology = topologyOf(SOUND);
const selected = (...patterns: readonly string[]) => {
  const is = selector(topology, patterns);
  return topology.instances.filter(({ host, name }) => is({ host, instance: name })).map(({ name }) => name);
};

describe('--limit', () => {
  const ALL = ['namesrv-node1', 'namesrv-node2', 'broker-a', 'broker-a-s', 'broker-b', 'broker-b-s'];
  test.each<[string[], string[]]>([
    [[], ALL],
    [['node1'], ['namesrv-node1', 'broker-a', 'broker-b-s']],
    [['broker-a'], ['broker-a']],
    [['broker-a*'], ['broker-a', 'broker-a-s']],
    [['broker-?'], ['broker-a', 'broker-b']],
    [['namesrv'], ['namesrv-node1', 'namesrv-node2']],
    [['broker'], ['broker-a', 'broker-a-s', 'broker-b', 'broker-b-s']],
    [['master'], ['broker-a', 'broker-b']],
    [['slave'], ['broker-a-s', 'broker-b-s']],
    [
      ['slave', 'namesrv-node1'],
      ['namesrv-node1', 'broker-a-s', 'broker-b-s'],
    ],
    [['*'], ALL],
    [['node'], []],
    [['broker.a'], []],
    [['BROKER-A'], []],
  ])('%j selects %j', (patterns, names) => expect(selected(...patterns).sort()).toEqual([...names].sort()));

  test('a host is selected by its own name, not by its instances', () => {
    expect(selector(topology, ['node1'])({ host: 'node1' })).toBe(true);
    expect(selector(topology, ['broker-a'])({ host: 'node1' })).toBe(false);
  });

  test('an instance that the inventory no longer has is selected by its name and its host', () => {
    expect(selector(topology, ['old'])({ host: 'node9', instance: 'old' })).toBe(true);
    expect(selector(topology, ['node9'])({ host: 'node9', instance: 'old' })).toBe(true);
    expect(selector(topology, ['broker'])({ host: 'node9', instance: 'old' })).toBe(false);
  });

  test('a pattern that selects nothing is refused, with what there is', () => {
    expect(() => strictSelector(topology, ['node1', 'brokr-a'])).toThrow(
      expect.objectContaining({
        exit: 2,
        message: expect.stringContaining('"brokr-a"'),
        hint: expect.stringContaining('node1, node2, namesrv-node1'),
      }),
    );
    expect(strictSelector(topology, ['broker-a*'])({ host: 'node1', instance: 'broker-a' })).toBe(true);
  });
});
