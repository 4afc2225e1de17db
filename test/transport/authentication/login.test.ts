import { execFile, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { newKey } from '../../sample/ssh/server.ts';
import { type Client, Stage } from '../../sample/ssh/setup.ts';

const stage = new Stage();
afterEach(() => stage.end());
const exec = promisify(execFile);

/** An ssh-agent of its own with the given keys; undefined where this machine has none. */
async function agentWith(
  client: Client,
  keys: readonly string[],
): Promise<{ socket: string; end: () => void }> {
  const socket = join(client.home, 'agent.sock');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => agent.stdout.once('data', resolve));
  for (const [index, key] of keys.entries()) {
    const path = await client.write(`agent-key-${index}`, key);
    await exec('ssh-add', ['-q', path], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    await rm(path);
  }
  return { socket, end: () => agent.kill() };
}

describe('keys in files', () => {
  test('the usual key file', async () => {
    const { client, server, target } = await stage.pair();
    await client.connections().open(target);
    expect(server.log.authentications.at(-1)).toBe('tester publickey (ssh-ed25519)');
    expect(server.log.authentications.some((line) => line.includes('none'))).toBe(false);
  });

  test.each(['rsa', 'ecdsa'] as const)('a %s key that the inventory names', async (type) => {
    const key = newKey(type);
    const { client, target } = await stage.pair({ users: { tester: [key.public] } });
    const identity = await client.write('keys/mine', key.private);
    await expect(client.connections().open({ ...target, identity })).resolves.toBeDefined();
  });

  test('a key of ~/.ssh/config, by the name that the inventory dials', async () => {
    const key = newKey();
    const { client, server } = await stage.pair({ users: { deploy: [key.public] } });
    await client.write('keys/deploy', key.private);
    const config = `Host web\n HostName 127.0.0.1\n Port ${server.port}\n User deploy\n IdentityFile ~/keys/%r\n`;
    await client.write('.ssh/config', config);
    const target = { host: 'node1', destination: 'web', become: false };
    await expect(client.connections().open(target)).resolves.toBeDefined();
    expect(server.log.authentications.every((line) => line.startsWith('deploy '))).toBe(true);
  });

  test('a key with a passphrase is passed over with a word, and used with RMQCTL_KEY_PASSPHRASE', async () => {
    const key = newKey('ed25519', 'open sesame');
    const { client, target } = await stage.pair({ users: { tester: [key.public] } });
    const path = await client.write('.ssh/id_ed25519', key.private);
    await expect(client.connections().open(target)).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message: expect.stringContaining(`${path} (passed over: it has a passphrase)`),
    });
    expect(client.notices).toEqual([expect.stringMatching(/ssh-add .*RMQCTL_KEY_PASSPHRASE/)]);
    const withPassphrase = (text: string) =>
      client.connections({ env: { ...client.options.env, RMQCTL_KEY_PASSPHRASE: text } }).open(target);
    await expect(withPassphrase('wrong')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    await expect(withPassphrase('open sesame')).resolves.toBeDefined();
    expect(client.notices.join()).not.toContain('sesame');
  });

  test('a passphrase is asked for once, when nothing else lets us in, and for every host that needs the key', async () => {
    const locked = newKey('ed25519', 'open sesame');
    const { client, server, target } = await stage.pair({ users: { tester: [locked.public] } });
    const identity = await client.write('keys/locked', locked.private);
    const asked: string[] = [];
    const keyPassphrase = (path: string) => {
      asked.push(path);
      return Promise.resolve('open sesame');
    };
    const connections = client.connections({ keyPassphrase });
    const open = (host: string) => connections.open({ ...target, host, identity });
    await Promise.all(['a', 'b', 'c'].map(open));
    await open('d');
    expect(asked).toEqual([identity]);
    expect(client.notices).toEqual([]);
    expect(server.log.connections).toBeLessThanOrEqual(7); // d needs no second one
  });

  test('a passphrase that is wrong is not asked for again', async () => {
    const locked = newKey('ed25519', 'open sesame');
    const { client, target } = await stage.pair({ users: { tester: [locked.public] } });
    const identity = await client.write('keys/locked', locked.private);
    let asked = 0;
    const keyPassphrase = () => {
      asked += 1;
      return Promise.resolve('wrong');
    };
    const connections = client.connections({ keyPassphrase });
    const open = (host: string) => connections.open({ ...target, host, identity });
    const refused = ['a', 'b'].map((host) =>
      expect(open(host)).rejects.toMatchObject({ code: 'LOGIN_REFUSED' }),
    );
    await Promise.all(refused);
    expect(asked).toBe(1);
  });

  test.each([
    { name: 'is not there', write: undefined },
    { name: 'is not a key', write: 'hello' },
  ])('an identity of the inventory that $name is an error before anything is sent', async ({ write }) => {
    const { client, server, target } = await stage.pair();
    if (write !== undefined) await client.write('keys/mine', write);
    await expect(client.connections().open({ ...target, identity: '~/keys/mine' })).rejects.toMatchObject({
      code: 'IDENTITY_UNREADABLE',
      exit: 4,
      host: 'node1',
      message: expect.stringContaining(`${client.home}/keys/mine`),
    });
    expect(server.log.connections).toBe(0);
  });
});

describe('a refused login', () => {
  test('says who tried what, and what the server accepts', async () => {
    const { client, target } = await stage.pair({ users: {} });
    await expect(client.connections().open(target)).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      exit: 4,
      host: 'node1',
      message: expect.stringMatching(
        /login as tester on 127\.0\.0\.1:\d+ was refused: tried the key .*id_ed25519; the server accepts publickey/,
      ),
      hint: expect.stringContaining('authorized_keys'),
    });
  });

  test('says that there was no key to try', async () => {
    const { client, target } = await stage.pair();
    await rm(join(client.home, '.ssh/id_ed25519'));
    await expect(client.connections().open(target)).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      message: expect.stringMatching(/no key was found to try; the server accepts publickey/),
    });
  });
});

describe('the agent', () => {
  test('is asked first where no key is named, and its keys are not offered twice', async () => {
    const { client, server, target } = await stage.pair({ users: {} });
    const agent = await agentWith(client, [client.key.private, newKey('ecdsa').private]);
    const env = { ...client.options.env, SSH_AUTH_SOCK: agent.socket };
    await expect(client.connections({ env }).open(target)).rejects.toMatchObject({
      message: expect.stringMatching(/tried the agent \(2 keys\)$/),
    });
    agent.end();
    expect(server.log.authentications).toHaveLength(2);
  });

  test('has the key of a file with a passphrase, which it is offered for first and nobody is bothered', async () => {
    const locked = newKey('ed25519', 'secret');
    const open = newKey();
    const { client, server, target } = await stage.pair({ users: { tester: [open.public] } });
    const agent = await agentWith(client, [newKey().private, newKey().private, open.private]);
    const identity = await client.write('keys/mine', locked.private);
    await client.write('keys/mine.pub', open.public);
    const env = { ...client.options.env, SSH_AUTH_SOCK: agent.socket };
    await client.connections({ env }).open({ ...target, identity });
    agent.end();
    expect(server.log.authentications).toHaveLength(2); // the question and the signature, of one key
    expect(client.notices).toEqual([]);
  });

  test('that is not there is no hindrance', async () => {
    const { client, target } = await stage.pair();
    const env = { ...client.options.env, SSH_AUTH_SOCK: join(client.home, 'no-agent') };
    await expect(client.connections({ env }).open(target)).resolves.toBeDefined();
  });
});
