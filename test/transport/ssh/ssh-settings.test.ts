import { describe, expect, test } from 'vitest';
import { parseJump } from '../../../src/transport/ssh/jump.ts';
import { parseSshConfig } from '../../../src/transport/ssh/ssh-config.ts';
import { type SshSettings, resolveSettings } from '../../../src/transport/ssh/ssh-settings.ts';
import type { SshTarget } from '../../../src/transport/transport.ts';

const ENV = { HOME: '/home/me', USER: 'me', SSH_AUTH_SOCK: '/run/agent', KEYS: '/keys' };
const SYSTEM = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];

function resolve(
  config: string,
  target: Partial<SshTarget> = {},
  env: Record<string, string> = ENV,
): SshSettings {
  return resolveSettings(
    { host: 'n', destination: 'node1', become: false, ...target },
    parseSshConfig(config),
    { env },
  );
}

const FILE = `
Host node1
  HostName 10.0.0.1
  User ops
  Port 2222
  IdentityFile ~/.ssh/%r_%h
  IdentityFile \${KEYS}/%u
  IdentityAgent %d/agent
  ProxyJump bastion
  UserKnownHostsFile ~/kh1 ~/kh2
`;

test('with neither word nor file the defaults are those of ssh', () => {
  expect(resolve('')).toEqual({
    host: 'n',
    address: 'node1',
    port: 22,
    user: 'me',
    identities: ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => ({
      path: `/home/me/.ssh/${name}`,
      from: 'default',
    })),
    certificates: [],
    identitiesOnly: false,
    agent: '/run/agent',
    hops: [],
    proxyCommand: undefined,
    knownHosts: ['/home/me/.ssh/known_hosts', '/home/me/.ssh/known_hosts2', ...SYSTEM],
    recordIn: '/home/me/.ssh/known_hosts',
    notices: [],
  });
});

test('the file overrules the defaults', () => {
  expect(resolve(FILE)).toMatchObject({
    address: '10.0.0.1',
    port: 2222,
    user: 'ops',
    identities: [
      { path: '/home/me/.ssh/ops_10.0.0.1', from: 'config' },
      { path: '/keys/me', from: 'config' },
    ],
    agent: '/home/me/agent',
    hops: [{ destination: 'bastion' }],
    knownHosts: ['/home/me/kh1', '/home/me/kh2', ...SYSTEM],
    recordIn: '/home/me/kh1',
  });
});

test('the inventory overrules the file', () => {
  const target = { user: 'root', port: 22, identity: '~/mine', jump: 'a@b:1', knownHosts: '~/kh' };
  expect(resolve(FILE, target)).toMatchObject({
    address: '10.0.0.1',
    port: 22,
    user: 'root',
    identities: [{ path: '/home/me/mine', from: 'inventory' }],
    hops: [{ destination: 'b', user: 'a', port: 1 }],
    knownHosts: ['/home/me/kh'],
    recordIn: '/home/me/kh',
  });
});

describe('words that take something away', () => {
  test('IdentityAgent none', () => expect(resolve('IdentityAgent none').agent).toBeUndefined());
  test('no agent in the environment', () =>
    expect(resolve('', {}, { HOME: '/h', USER: 'me' }).agent).toBeUndefined());
  test('IdentityAgent by a variable', () =>
    expect(resolve('IdentityAgent $SSH_AUTH_SOCK').agent).toBe('/run/agent'));
  test('ProxyJump none', () => expect(resolve('ProxyJump none').hops).toEqual([]));
  test('UserKnownHostsFile none: new keys have nowhere to go', () => {
    expect(resolve('UserKnownHostsFile none')).toMatchObject({ knownHosts: SYSTEM, recordIn: undefined });
  });
});

describe('the way to a host', () => {
  test.each([
    { config: 'ProxyCommand nc "%h" %p # %r', command: 'nc "node1" 22 # me', hops: [] },
    { config: 'ProxyCommand none', command: undefined, hops: [] },
    { config: 'ProxyJump gate\nProxyCommand nc %h %p', command: undefined, hops: ['gate'] },
    { config: 'ProxyCommand nc %h %p\nProxyJump gate', command: 'nc node1 22', hops: [] },
    { config: 'ProxyCommand none\nProxyJump gate', command: undefined, hops: [] },
    { config: 'ProxyCommand nc %h %p', jump: 'bastion', command: undefined, hops: ['bastion'] },
  ])('$config, ssh.jump $jump', ({ config, jump, command, hops }) => {
    const { proxyCommand, hops: found } = resolve(config, jump === undefined ? {} : { jump });
    expect([proxyCommand, found.map(({ destination }) => destination)]).toEqual([command, hops]);
  });
});

test.each([
  ['Match exec "true"\n User root', ['exec']],
  ['Match host node1 exec "true"\n User root', ['exec']],
  ['Match host other exec "true"\n User root', []],
  ['Match canonical\n User root', ['canonical']],
  ['Match host node1\n User ops', []],
])('%s: what cannot be judged is told, and does not apply', (config, criteria) => {
  const { notices, user } = resolve(config);
  expect(notices).toEqual(criteria.map((criterion) => expect.stringContaining(`"Match ${criterion}"`)));
  if (criteria.length > 0) expect(user).toBe('me');
});

test('the known_hosts beside the inventory is read before the user’s, unless the inventory names one', () => {
  const files = (knownHosts?: string) =>
    resolveSettings({ host: 'n', destination: 'node1', become: false, knownHosts }, [], {
      env: ENV,
      knownHostsBeside: '/inventory/known_hosts',
    });
  expect(files()).toMatchObject({
    knownHosts: [
      '/inventory/known_hosts',
      '/home/me/.ssh/known_hosts',
      '/home/me/.ssh/known_hosts2',
      ...SYSTEM,
    ],
    recordIn: '/home/me/.ssh/known_hosts',
  });
  expect(files('/named')).toMatchObject({ knownHosts: ['/named'], recordIn: '/named' });
});

test('a port that is none is an error', () => {
  expect(() => resolve('Port ssh')).toThrow(expect.objectContaining({ code: 'SSH_CONFIG_INVALID' }));
});

describe('jump hosts', () => {
  test.each([
    ['', []],
    ['none', []],
    ['bastion', [{ destination: 'bastion' }]],
    ['ops@bastion.example.com:2222', [{ destination: 'bastion.example.com', user: 'ops', port: 2222 }]],
    ['a, b@[::1]:22', [{ destination: 'a' }, { destination: '::1', user: 'b', port: 22 }]],
    ['ssh://ops@bastion:22/', [{ destination: 'bastion', user: 'ops', port: 22 }]],
  ])('%s', (text, hops) => expect(parseJump(text)).toEqual(hops));

  test.each(['a b', '@x', 'x:y', 'x:99999', 'a,,b'])('%s is refused', (text) => {
    expect(() => parseJump(text)).toThrow(expect.objectContaining({ code: 'JUMP_INVALID', exit: 3 }));
  });
});
