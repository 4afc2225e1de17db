import { describe, expect, test } from 'vitest';
import { lagLimit } from '../../../src/checks/verify/lag-limit.ts';
import { memberNamed } from '../../../src/checks/verify/context.ts';
import { inScope } from '../../../src/checks/verify/scope.ts';
import { SMALLEST, topologyOf } from '../../sample/inventories.ts';
import { contextFor } from '../../sample/verify.ts';

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

describe('bytes that a slave may be behind', () => {
  const limit = (properties: string, version = '4.9.4') => {
    const context = contextFor(
      `${SMALLEST.replace('version: 4.9.4', `version: ${version}`)}\n${properties}\n`,
    );
    return lagLimit(context, memberNamed(context, 'broker-a-s')!);
  };
  test.each([
    ['256 MiB where nothing is said', '', '4.9.4', 268435456n],
    ['what the master is told', 'masterProperties: { haSlaveFallbehindMax: 1000 }', '4.9.4', 1000n],
    ['what all are told', 'properties: { haSlaveFallbehindMax: 2000 }', '4.9.4', 2000n],
    ['not what the slave is told', 'slaveProperties: { haSlaveFallbehindMax: 3000 }', '4.9.4', 268435456n],
    ['since 5.0.0 by another key', 'properties: { haMaxGapNotInSync: 4000 }', '5.3.3', 4000n],
    ['since 5.0.0, nothing said', '', '5.3.3', 268435456n],
  ])('%s', (_name, properties, version, expected) => expect(limit(properties, version)).toBe(expected));
});
