import { describe, expect, test } from 'vitest';
import { connections, connectionsTo, hostPaths, isInternal } from '../../src/model/connections.ts';
import type { Topology } from '../../src/model/topology.ts';
import { SMALLEST, topologyOf } from '../sample/inventories.ts';

const HOSTS = 'cluster: c\nhosts: { n1: 10.0.0.1, n2: 10.0.0.2 }\nnamesrv: [n1]\n';

const of = (text: string): Topology => topologyOf(`${HOSTS}${text}`);

/** What is dialled as the cluster is laid out, as "HOST ADDRESS:PORT CALLERS". */
const shown = (topology: Topology): string[] =>
  hostPaths(connections(topology).filter(({ standby }) => standby !== true)).map(
    ({ from, address, port, callers }) => `${from} ${address}:${port} ${callers.join()}`,
  );

describe('what is dialled', () => {
  test('each broker to every name server once a host, each slave to its master’s ports', () => {
    expect(shown(of('version: 4.9.4\nmode: sync\nbrokers: { a: [n1, n2] }'))).toEqual([
      'n1 10.0.0.1:9876 a',
      'n2 10.0.0.1:9876 a-s',
      'n2 10.0.0.1:10911 a-s',
      'n2 10.0.0.1:10909 a-s',
      'n2 10.0.0.1:10912 a-s',
    ]);
    expect(shown(topologyOf(SMALLEST))).toHaveLength(4 + 6);
  });

  test('3.2.6 has no fast port', () => {
    const paths = shown(of('version: 3.2.6\nmode: sync\nbrokers: { a: [n1, n2] }'));
    expect(paths.map((path) => /:(\d+) /.exec(path)?.[1])).toEqual(['9876', '9876', '10911', '10912']);
  });

  test('replication goes to the replication address', () => {
    const paths = shown(
      of(
        'version: 4.9.4\nmode: sync\nbrokers: { a: { master: { host: n1, haAddress: 10.1.0.1 }, slaves: [n2] } }',
      ),
    );
    expect(paths).toContain('n2 10.1.0.1:10912 a-s');
    expect(paths).toContain('n2 10.0.0.1:10911 a-s');
  });

  test('masters alone dial name servers alone', () => {
    expect(shown(of('version: 4.9.4\nmode: masters\nbrokers: { a: [n1], b: [n2] }'))).toHaveLength(2);
  });

  test('a proxy dials the name servers, and the main port of every broker', () => {
    const paths = shown(of('version: 5.3.3\nmode: async\nbrokers: { a: [n1, n2] }\nproxy: [n2]'));
    expect(paths.filter((path) => path.endsWith('proxy-n2'))).toEqual([
      'n2 10.0.0.1:9876 a-s,proxy-n2',
      'n2 10.0.0.1:10911 a-s,proxy-n2',
      'n2 10.0.0.2:11011 proxy-n2',
    ]);
  });

  test('a page dials the name servers, and every broker as a client does', () => {
    const page = 'dashboard: { host: n2, archive: /d.jar, version: 2.1.0 }';
    const paths = shown(of(`version: 5.3.3\nmode: masters\nbrokers: { a: [n1] }\n${page}`));
    expect(paths.filter((path) => path.endsWith('dashboard'))).toEqual([
      'n2 10.0.0.1:9876 dashboard',
      'n2 10.0.0.1:10911 dashboard',
      'n2 10.0.0.1:10909 dashboard',
    ]);
  });

  test('what for: a broker dials a name server to register, and a port for what is spoken there', () => {
    const found = connections(of('version: 5.3.3\nmode: masters\nbrokers: { a: [n1] }\nproxy: [n2]'));
    expect(found.map(({ from, port, why }) => `${from.name} ${port} ${why}`)).toEqual([
      'a 9876 registration',
      'proxy-n2 9876 name service',
      'proxy-n2 10911 remoting',
    ]);
  });
});

describe('on standby', () => {
  const topology = of('version: 4.9.4\nmode: async\nbrokers: { a: [n1, n2, n2], b: [n2, n1] }');
  const slave = topology.instances.find(({ name }) => name === 'a-s')!;

  test('every other member of its broker would dial a slave that were made master', () => {
    const found = connectionsTo(topology, slave);
    expect(found.map(({ from, purpose, standby }) => [from.name, purpose, standby])).toEqual([
      ['a', 'replication', true],
      ['a-s2', 'replication', true],
    ]);
  });

  test('only members dial its replication port; clients dial the others', () => {
    expect(
      ['remoting', 'fast remoting', 'replication'].map((one) => isInternal(topology, slave, one)),
    ).toEqual([false, false, true]);
  });
});
