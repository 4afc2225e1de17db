import { describe, expect, test } from 'vitest';
import { SOUND, topologyOf } from '../sample/inventories.ts';

const lines = (text: string): string[] =>
  topologyOf(text).aliases.map(({ address, name }) => `${address} ${name}`);

describe('aliases', () => {
  test('name every instance by what it is, host by host', () => {
    expect(lines(SOUND)).toEqual([
      '10.0.0.1 rocketmq-nameserver1',
      '10.0.0.1 rocketmq-master1',
      '10.0.0.1 rocketmq-slave2',
      '10.0.0.2 rocketmq-nameserver2',
      '10.0.0.2 rocketmq-slave1',
      '10.0.0.2 rocketmq-master2',
    ]);
  });

  test('begin with a word of the inventory, so that two clusters can share hosts', () => {
    expect(lines(`${SOUND}aliases: second\n`).every((line) => line.includes(' second-'))).toBe(true);
  });

  test('an address that is a name needs none', () => {
    const names = lines(SOUND.replace('10.0.0.1', 'mq1.example.org'));
    expect(names).toEqual([
      '10.0.0.2 rocketmq-nameserver2',
      '10.0.0.2 rocketmq-slave1',
      '10.0.0.2 rocketmq-master2',
    ]);
  });

  test('each knows whose it is', () => {
    const { aliases } = topologyOf(SOUND);
    expect(aliases.find(({ name }) => name === 'rocketmq-slave2')?.instance).toBe('broker-b-s');
  });

  test('slaves are called after their broker, the second of one with a number more', () => {
    const text = SOUND.replace('node2: 10.0.0.2', 'node2: 10.0.0.2\n  node3: 10.0.0.3').replace(
      'broker-a: [node1, node2]',
      'broker-a: [node1, node2, node3]',
    );
    const words = topologyOf(text).aliases.filter(({ name }) => name.includes('slave'));
    expect(Object.fromEntries(words.map(({ instance, name }) => [instance, name]))).toEqual({
      'broker-a-s': 'rocketmq-slave1',
      'broker-a-s2': 'rocketmq-slave1-2',
      'broker-b-s': 'rocketmq-slave2',
    });
  });
});
