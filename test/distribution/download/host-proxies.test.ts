import { expect, test } from 'vitest';
import { proxySecrets, proxyVariables } from '../../../src/distribution/download/web-proxy.ts';

test('what hosts are given: lower-case names, and no proxy that only this machine has', () => {
  const env = { HTTP_PROXY: 'http://p:1', https_proxy: 'http://u:p@localhost:3128', NO_PROXY: 'a,b' };
  expect([...proxyVariables(env)]).toEqual([
    ['http_proxy', 'http://p:1'],
    ['no_proxy', 'a,b'],
  ]);
  expect([...proxyVariables({})]).toEqual([]);
});

test('passwords of proxies are secrets, as they are written and as they are meant', () => {
  const env = { HTTPS_PROXY: 'http://me:p%40ss@proxy:1', http_proxy: 'http://proxy:1' };
  expect(proxySecrets(env)).toEqual(['p%40ss', 'p@ss']);
});
