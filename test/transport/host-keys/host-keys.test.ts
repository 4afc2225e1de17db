import { createHmac } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sh } from '../../../src/shell/script.ts';
import { fingerprint } from '../../../src/transport/host-keys/known-hosts.ts';
import { newKey } from '../../sample/ssh/server.ts';
import { type Client, Stage, targetOf } from '../../sample/ssh/setup.ts';

const stage = new Stage();
afterEach(() => stage.end());

const known = (client: Client) => readFile(join(client.home, '.ssh/known_hosts'), 'utf8');
const keyOf = (line: string) => line.trim().split(' ').at(-1)!;

function hashed(line: string): string {
  const [name = '', ...key] = line.split(' ');
  const salt = Buffer.from('twenty bytes of salt');
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash} ${key.join(' ')}`;
}

describe('a host that known_hosts holds', () => {
  test.each([
    { name: 'by name and port', form: (line: string) => line },
    { name: 'hashed', form: hashed },
    { name: 'by a pattern', form: (line: string) => line.replace(/^\S+/, '[127.0.0.*]:*') },
    { name: 'without the port', form: (line: string) => line.replace(/^\S+/, 'localhost,127.0.0.1') },
  ])('$name', async ({ form }) => {
    const client = await stage.client();
    const server = await stage.server(client);
    await client.write('.ssh/known_hosts', `# mine\n\n${form(server.hostKeyLine)}\n`);
    const transport = await client.connections().open(targetOf(server));
    expect(await transport.run(sh`true`)).toMatchObject({ code: 0 });
  });

  test('in a file that the inventory names, and in no other', async () => {
    const { client, server } = await stage.pair();
    const elsewhere = await client.write('elsewhere/hosts', `${server.hostKeyLine}\n`);
    const named = client.connections().open(targetOf(server, { knownHosts: '~/elsewhere/hosts' }));
    await expect(named).resolves.toBeDefined();
    await writeFile(elsewhere, '');
    const refused = client.connections().open(targetOf(server, { knownHosts: elsewhere }));
    await expect(refused).rejects.toMatchObject({ code: 'HOST_KEY_UNKNOWN' });
  });

  test('is asked for the type of key that is on record', async () => {
    const client = await stage.client();
    const rsa = newKey('rsa').private;
    const hostKey = [newKey().private, newKey('ecdsa').private, rsa];
    const server = await stage.server(client, { hostKey });
    const probe = await stage.server(client, { hostKey: rsa });
    const line = `[127.0.0.1]:${server.port} ssh-rsa ${keyOf(probe.hostKeyLine)}\n`;
    await client.write('.ssh/known_hosts', line);
    await expect(client.connections().open(targetOf(server))).resolves.toBeDefined();
  });
});

describe('nothing is sent to a host', () => {
  test('that is unknown; the error has the fingerprint and what to do', async () => {
    const client = await stage.client();
    const server = await stage.server(client);
    await expect(client.connections().open(targetOf(server))).rejects.toMatchObject({
      code: 'HOST_KEY_UNKNOWN',
      exit: 4,
      host: 'node1',
      message: expect.stringContaining(fingerprint(keyOf(server.hostKeyLine))),
      hint: expect.stringMatching(
        new RegExp(
          `ssh-keyscan -p ${server.port} -t ed25519 127.0.0.1 >> ${client.home}/.ssh/known_hosts.*--accept-new`,
        ),
      ),
    });
    expect(server.log.authentications).toEqual([]);
    await expect(stat(join(client.home, '.ssh/known_hosts'))).rejects.toThrow('ENOENT');
  });

  test.each([{ acceptNew: false }, { acceptNew: true }])(
    'whose key has changed, with %o',
    async ({ acceptNew }) => {
      const { client, server, target } = await stage.pair();
      const old = newKey().public.split(' ')[1]!;
      await client.write('.ssh/known_hosts', `# first line\n[127.0.0.1]:${server.port} ssh-ed25519 ${old}\n`);
      const opening = client.connections({ acceptNew }).open(target);
      const error = await opening.then(
        () => expect.fail('must not connect'),
        (reason) => reason,
      );
      expect(error).toMatchObject({
        code: 'HOST_KEY_CHANGED',
        exit: 4,
        hint: expect.stringContaining('ssh-keygen -R'),
      });
      expect(error.message).toContain(fingerprint(old));
      expect(error.message).toContain(fingerprint(keyOf(server.hostKeyLine)));
      expect(error.message).toContain(`${client.home}/.ssh/known_hosts:2`);
      expect(server.log.authentications).toEqual([]);
    },
  );

  test('whose key is revoked', async () => {
    const { client, server, target } = await stage.pair();
    const revoked = server.hostKeyLine.replace(/^\S+/, '@revoked *');
    await client.write('.ssh/known_hosts', `${server.hostKeyLine}\n${revoked}\n`);
    await expect(client.connections({ acceptNew: true }).open(target)).rejects.toMatchObject({
      code: 'HOST_KEY_REVOKED',
    });
    expect(server.log.authentications).toEqual([]);
  });
});

describe('with acceptNew', () => {
  test('an unknown key is recorded once, and said so once', async () => {
    const client = await stage.client();
    const server = await stage.server(client);
    await rm(join(client.home, '.ssh'), { recursive: true });
    const identity = await client.write('key', client.key.private);
    const connections = client.connections({ acceptNew: true });
    const open = (host: string) => connections.open(targetOf(server, { host, identity }));
    await Promise.all([open('node1'), open('node2'), open('node3')]);
    expect(await known(client)).toBe(`${server.hostKeyLine}\n`);
    expect(client.notices).toEqual([expect.stringContaining(fingerprint(keyOf(server.hostKeyLine)))]);
    expect((await stat(join(client.home, '.ssh/known_hosts'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(client.home, '.ssh'))).mode & 0o777).toBe(0o700);
    await expect(client.connections().open(targetOf(server, { identity }))).resolves.toBeDefined();
  });

  test('a file whose last line is not ended keeps that line', async () => {
    const client = await stage.client();
    const server = await stage.server(client);
    await client.write('.ssh/known_hosts', 'other ssh-ed25519 AAAA');
    await client.connections({ acceptNew: true }).open(targetOf(server));
    expect(await known(client)).toBe(`other ssh-ed25519 AAAA\n${server.hostKeyLine}\n`);
  });

  test('a file that cannot be written is an error, not a silent acceptance', async () => {
    const client = await stage.client();
    const server = await stage.server(client);
    const blocked = join(await client.write('file', ''), 'known_hosts');
    const opening = client.connections({ acceptNew: true }).open(targetOf(server, { knownHosts: blocked }));
    await expect(opening).rejects.toMatchObject({ code: 'KNOWN_HOSTS_UNWRITABLE' });
    expect(server.log.authentications).toEqual([]);
  });
});
