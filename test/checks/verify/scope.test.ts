import { describe, expect, test } from 'vitest';
import { inScope } from '../../../src/checks/verify/scope.ts';
import { SMALLEST, topologyOf } from '../../sample/inventories.ts';

describe('what has to be looked at', () => {
  const topology = topologyOf(SMALLEST);
  const scope = (...names: readonly string[]) => {
    const { hosts, instances } = inScope(topology, ({ host, instance }) => names.includes(instance ?? host));
    return [hosts.map(({ name }) => name).join(), instances.map(({ name }) => name).join()];
  };
  const NAME_SERVERS = 'namesrv-node1,namesrv-node2';
  test.each([
    [
      'a master brings its slave and the name servers',
      ['broker-a'],
      ['node1,node2', `${NAME_SERVERS},broker-a,broker-a-s`],
    ],
    ['a slave brings its master', ['broker-b-s'], ['node1,node2', `${NAME_SERVERS},broker-b,broker-b-s`]],
    ['a name server brings the other one alone', ['namesrv-node1'], ['node1,node2', NAME_SERVERS]],
    ['a host without instances is looked at itself', ['node1'], ['node1,node2', NAME_SERVERS]],
    [
      'two brokers',
      ['broker-a', 'broker-b-s'],
      ['node1,node2', `${NAME_SERVERS},broker-a,broker-a-s,broker-b,broker-b-s`],
    ],
  ])('%s', (_name, names, expected) => {
    const [hosts, instances] = scope(...names);
    expect([hosts, instances?.split(',').sort().join()]).toEqual([
      expected[0],
      expected[1]?.split(',').sort().join(),
    ]);
  });

  test('hosts on which nothing of it runs are left out', () => {
    const text =
      'cluster: c\nversion: 4.9.8\nmode: masters\nhosts: { n1: 10.0.0.1, n2: 10.0.0.2, n3: 10.0.0.3 }\nnamesrv: [n1]\nbrokers: { a: [n2], b: [n3] }\n';
    const { hosts } = inScope(topologyOf(text), ({ instance }) => instance === 'a');
    expect(hosts.map(({ name }) => name)).toEqual(['n1', 'n2']);
  });
});
