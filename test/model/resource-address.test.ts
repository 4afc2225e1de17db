import { expect, test } from 'vitest';
import { idOf, keyOf, parseId } from '../../src/model/resource-address.ts';

test.each([
  ['file', '/etc/hosts'],
  ['directory', '/data/a:b c'],
  ['manifest', 'rocketmq-cluster (last)'],
  ['service', 'c-namesrv-n1.service'],
])('the address of a %s named %j is read back from what manifests have', (kind, name) => {
  expect(idOf({ kind, name })).toBe(`${kind}:${name}`);
  expect(parseId(`${kind}:${name}`)).toEqual({ kind, name });
  expect(keyOf({ host: 'n1', kind, name })).toBe(`n1 ${kind}:${name}`);
});

test('a text that somebody wrote by hand is no failure', () => {
  expect(parseId('moon')).toEqual({ kind: 'moon', name: '' });
  expect(parseId('')).toEqual({ kind: '', name: '' });
});
