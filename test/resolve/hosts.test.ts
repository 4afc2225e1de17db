import { describe, expect, test } from 'vitest';
import { SOUND, topologyOf } from '../sample/inventories.ts';

const TWO = '  node1: 10.0.0.1\n  node2: 10.0.0.2\n';
const hosts = (entry: string, more = '') =>
  topologyOf(`${SOUND.replace(TWO, `  node1: ${entry}\n  node2: 10.0.0.2\n`)}${more}\n`).hosts;

describe('a host of the inventory', () => {
  test.each([
    ['an address', '10.0.0.1', { address: '10.0.0.1', local: false, ssh: { become: false }, labels: {} }],
    ['a name', 'mq1.example.org', { address: 'mq1.example.org' }],
    ['a mapping', '{ address: 10.0.0.1, memory: 16g }', { address: '10.0.0.1', memory: 2 ** 34 }],
    ['its Java', '{ address: 10.0.0.1, java: { home: /opt/jdk } }', { javaHome: '/opt/jdk' }],
    ['its labels', '{ address: 10.0.0.1, labels: { zone: a } }', { labels: { zone: 'a' } }],
    ['local, with an address', '{ address: 10.0.0.1, local: true }', { address: '10.0.0.1', local: true }],
  ])('%s', (_name, entry, expected) => expect(hosts(entry)[0]).toMatchObject({ name: 'node1', ...expected }));

  test('has the login of all hosts, and what it says itself in place of it', () => {
    const common = 'ssh: { user: ops, port: 2222, become: true }';
    const [one, two] = hosts('{ address: 10.0.0.1, ssh: { user: root, become: false } }', common);
    expect(one?.ssh).toEqual({ user: 'root', port: 2222, become: false });
    expect(two?.ssh).toEqual({ user: 'ops', port: 2222, become: true });
  });

  test('has the Java of all hosts where it has none of its own', () => {
    const homes = hosts('{ address: 10.0.0.1, java: { home: /opt/own } }', 'java: { home: /opt/common }');
    expect(homes.map(({ javaHome }) => javaHome)).toEqual(['/opt/own', '/opt/common']);
  });

  test('this machine alone is 127.0.0.1', () => {
    const text =
      'cluster: c\nversion: 4.9.8\nmode: single\nhosts: { me: local }\nnamesrv: [me]\nbrokers: { a: [me] }\n';
    expect(topologyOf(text).hosts).toMatchObject([{ name: 'me', address: '127.0.0.1', local: true }]);
  });
});
