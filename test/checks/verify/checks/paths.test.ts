import { describe, expect, test } from 'vitest';
import { neededPaths, paths } from '../../../../src/checks/verify/checks/paths.ts';
import { contextFor, seen, told, CONTEXT, REFUSED, FORBIDDEN } from '../../../sample/verify.ts';

describe('paths', () => {
  const needed = neededPaths(CONTEXT).map(
    ({ from, address, port, callee }) => `${from} ${address}:${port} ${callee}`,
  );

  test('are those of registration and replication, once a host', () => {
    expect(needed.filter((path) => path.startsWith('node1')).toSorted()).toEqual([
      'node1 192.168.47.145:10909 broker-b',
      'node1 192.168.47.145:10911 broker-b',
      'node1 192.168.47.145:10912 broker-b',
      'node1 rocketmq-nameserver1:9876 namesrv-node1',
      'node1 rocketmq-nameserver2:9876 namesrv-node2',
    ]);
  });

  test('of a proxy lead to the name servers as it spells them, and to the brokers', () => {
    const own = contextFor(
      'cluster: c\nversion: 5.3.3\nmode: masters\nhosts: { n1: 10.0.0.1, n2: 10.0.0.2 }\nnamesrv: [n1]\nbrokers: { a: [n1] }\nproxy: [n2]\n',
    );
    const ofProxy = neededPaths(own).filter(({ from }) => from === 'n2');
    expect(ofProxy.map(({ address, port }) => `${address}:${port}`)).toEqual([
      'rocketmq-nameserver1:9876',
      '10.0.0.1:10911',
    ]);
    const sight = Object.fromEntries(
      neededPaths(own).map(({ from, address, port }) => [`paths ${from}>${address}:${port}`, true]),
    );
    expect(paths.judge(own, seen(own, { answers: sight })).map(({ detail }) => detail)).toEqual([
      'reaches all 1 ports that its brokers need',
      'reaches all 2 ports that its instances need',
    ]);
    expect(
      told(paths.judge(own, seen(own, { answers: { ...sight, 'paths n2>10.0.0.1:10911': REFUSED } }))),
    ).toEqual(['n1 pass', 'proxy-n2 fail']);
  });

  test.each([
    ['are open', true, ['node1 pass', 'node2 pass']],
    ['are blocked', REFUSED, ['broker-b-s fail', 'node2 pass']],
    ['cannot be tried', FORBIDDEN, ['broker-b-s skip', 'node2 pass']],
  ])('%s', (_name, answer, result) => {
    const open = neededPaths(CONTEXT).map(({ from, address, port }) => [
      `paths ${from}>${address}:${port}`,
      true,
    ]);
    const given = { ...Object.fromEntries(open), 'paths node1>192.168.47.145:10912': answer };
    expect(told(paths.judge(CONTEXT, seen(CONTEXT, { answers: given })))).toEqual(result);
  });
});
