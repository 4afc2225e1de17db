import { describe, expect, test } from 'vitest';
import { draftsOfBroker, memberName } from '../../../src/roles/broker/members.ts';
import { brokerPorts } from '../../../src/roles/broker/expand.ts';

type Entry = Parameters<typeof draftsOfBroker>[1];

describe('the members of a broker', () => {
  const shown = (entry: Entry) =>
    draftsOfBroker('broker-a', entry).map(
      ({ member, entry: { host }, at, hostAt }) =>
        `${memberName(member)} ${host} ${at.join('/')} ${hostAt.slice(at.length).join('/')}`,
    );
  test.each<[string, Entry, string[]]>([
    ['a master', ['n1'], ['broker-a n1 brokers/broker-a/0 ']],
    [
      'a master and slaves',
      ['n1', 'n2', 'n3'],
      [
        'broker-a n1 brokers/broker-a/0 ',
        'broker-a-s n2 brokers/broker-a/1 ',
        'broker-a-s2 n3 brokers/broker-a/2 ',
      ],
    ],
    [
      'in the long form',
      { master: { host: 'n1' }, slaves: ['n2'] },
      ['broker-a n1 brokers/broker-a/master host', 'broker-a-s n2 brokers/broker-a/slaves/0 '],
    ],
    [
      'a slave in the long form',
      { master: 'n1', slaves: [{ host: 'n2' }] },
      ['broker-a n1 brokers/broker-a/master ', 'broker-a-s n2 brokers/broker-a/slaves/0 host'],
    ],
    ['without slaves', { master: 'n1' }, ['broker-a n1 brokers/broker-a/master ']],
  ])('%s', (_name, entry, members) => expect(shown(entry)).toEqual(members));

  test.each([
    [0, 'broker-a'],
    [1, 'broker-a-s'],
    [2, 'broker-a-s2'],
    [10, 'broker-a-s10'],
  ])('number %i is called %s', (id, name) => {
    expect(memberName({ name: 'broker-a', id, kind: id === 0 ? 'master' : 'slave' })).toBe(name);
  });
});

describe('the ports of a broker', () => {
  test.each([
    ['3.2.6', [0, 1]],
    ['4.9.4', [0, -2, 1]],
    ['5.5.0', [0, -2, 1]],
    ['99.0.0', [0, -2, 1]],
  ])('of %s: %j from its main one', (version, offsets) => {
    expect(brokerPorts(version).map(({ offset }) => offset)).toEqual(offsets);
  });
});
