import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { evaluate, expandTokens, parseSshConfig } from '../../../src/transport/ssh/ssh-config.ts';
import { readSshConfig } from '../../../src/transport/ssh/ssh-config-file.ts';
import { Stage } from '../../sample/ssh/setup.ts';

const stage = new Stage();
afterEach(() => stage.end());

function settingsOf(text: string, name: string, user?: string): Record<string, readonly string[]> {
  return Object.fromEntries(evaluate(parseSshConfig(text), { name, user, localUser: 'me' }));
}

describe('the lines of a file', () => {
  test.each([
    ['Port 22', 'port', ['22']],
    ['  port=22  ', 'port', ['22']],
    ['PORT = 22 # comment', 'port', ['22']],
    ['IdentityFile "~/my keys/id" other', 'identityfile', ['~/my keys/id', 'other']],
    ['Host a b  !c\r', 'host', ['a', 'b', '!c']],
    [`ProxyCommand ssh -W %h:%p "a  b" # c`, 'proxycommand', ['ssh -W %h:%p "a  b" # c']],
  ])('%s', (line, keyword, args) => {
    expect(parseSshConfig(line)).toEqual([{ keyword, args }]);
  });

  test('comments and empty lines say nothing', () => expect(parseSshConfig('\n# x\n   \n')).toEqual([]));
});

describe('which settings apply', () => {
  const text = `
User everyone
Host web* !web9
  User deploy
  Port 2200
Host web1
  Port 2201
  IdentityFile one
  IdentityFile two
Host *
  Port 2299
  IdentityFile three
`;
  test('the first value wins, before any Host line too', () => {
    expect(settingsOf(text, 'web1')).toEqual({
      user: ['everyone'],
      port: ['2200'],
      identityfile: ['one', 'two', 'three'],
    });
  });
  test('a negated pattern overrules the others', () => {
    expect(settingsOf(text, 'web9')).toMatchObject({ port: ['2299'] });
  });

  test.each([
    { match: 'all', applies: true },
    { match: 'host web1,web2', applies: false, because: 'HostName has replaced it' },
    { match: 'originalhost web1,web2', applies: true },
    { match: 'host 10.*', applies: true, because: 'HostName is known by then' },
    { match: 'originalhost 10.*', applies: false },
    { match: 'user root', applies: true },
    { match: 'user me', applies: false },
    { match: 'localuser me', applies: true },
    { match: '!host web1', applies: true },
    { match: '!user root', applies: false },
    { match: 'originalhost web1 user root', applies: true },
    { match: 'originalhost web2 user root', applies: false },
    { match: 'exec "true"', applies: false, because: 'nothing is run to find out' },
    { match: '!exec "false"', applies: false, because: 'nothing is run to find out' },
  ])('Match $match: $applies', ({ match, applies }) => {
    const settings = settingsOf(`Host web1\n HostName 10.0.0.1\nMatch ${match}\n Port 7`, 'web1', 'root');
    expect('port' in settings).toBe(applies);
  });
});

describe('Include', () => {
  test('reads files by pattern, sorted, relative to the file, within the Host block it stands in', async () => {
    const client = await stage.client();
    await client.write('.ssh/config', 'Host web1\n  Include config.d/* ~/more missing\nHost *\n  Port 1\n');
    await client.write('.ssh/config.d/20', 'User second\n');
    await client.write('.ssh/config.d/10', 'User first\nHost db1\n  Port 5\n');
    await client.write('more', 'Host web*\n  Port 7\n');
    const directives = await readSshConfig(join(client.home, '.ssh/config'), client.home);
    const of = (name: string) => Object.fromEntries(evaluate(directives, { name, localUser: 'me' }));
    expect(of('web1')).toEqual({ user: ['first'], port: ['7'] });
    expect(of('db1')).toEqual({ port: ['1'] });
  });

  test('a file that is not there is empty; one that includes itself is an error', async () => {
    const client = await stage.client();
    expect(await readSshConfig(join(client.home, '.ssh/config'), client.home)).toEqual([]);
    const path = await client.write('.ssh/config', 'Include config');
    await expect(readSshConfig(path, client.home)).rejects.toMatchObject({
      code: 'SSH_CONFIG_UNREADABLE',
      exit: 4,
    });
  });
});

test('expands tokens and the environment, and leaves the rest', () => {
  const tokens = { h: 'node1', r: 'ops' };
  expect(expandTokens('%r@%h:%%h %Z ${KEYS}/x ${NONE}', tokens, { KEYS: '/k' })).toBe(
    'ops@node1:%h %Z /k/x ${NONE}',
  );
});
