import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sh } from '../../../src/shell/script.ts';
import type { SshServerOptions, SshServer } from '../../sample/ssh/server.ts';
import { type Client, Stage, targetOf } from '../../sample/ssh/setup.ts';

const stage = new Stage();
afterEach(() => stage.end());

interface Scene {
  readonly client: Client;
  readonly bastion: SshServer;
  readonly inner: readonly SshServer[];
}

/** A bastion where the user is `ops`, and hosts behind it. */
async function scene(bastionOptions: Partial<SshServerOptions> = {}): Promise<Scene> {
  const client = await stage.client();
  const bastion = await stage.server(client, { users: { ops: [client.key.public] }, ...bastionOptions });
  const inner = [await stage.server(client), await stage.server(client)];
  const lines = [bastion, ...inner].map((server) => server.hostKeyLine);
  await client.write('.ssh/known_hosts', `${lines.join('\n')}\n`);
  return { client, bastion, inner };
}

describe('a jump host', () => {
  test('is connected to once, and forwards to each host behind it', async () => {
    const { client, bastion, inner } = await scene();
    const connections = client.connections();
    const jump = `ops@127.0.0.1:${bastion.port}`;
    const transports = await Promise.all(
      inner.map((server, index) => connections.open(targetOf(server, { host: `node${index}`, jump }))),
    );
    const results = await Promise.all(transports.map((transport) => transport.run(sh`pwd; cat /dev/null`)));
    expect(new Set(results.map((result) => result.stdout.toString())).size).toBe(2);
    expect(bastion.log.connections).toBe(1);
    expect([...bastion.log.forwards].sort()).toEqual(
      inner.map((server) => `127.0.0.1:${server.port}`).sort(),
    );
    expect(inner.map((server) => server.log.connections)).toEqual([1, 1]);
  });

  test('carries large input', async () => {
    const { client, bastion, inner } = await scene();
    const target = targetOf(inner[0]!, { jump: `ops@127.0.0.1:${bastion.port}` });
    const transport = await client.connections().open(target);
    const result = await transport.run(sh`head -c 8000000 /dev/zero`);
    expect(result.stdout).toHaveLength(8_000_000);
  });

  test('comes from ~/.ssh/config as well, with its own settings, and jumps are chained', async () => {
    const { client, bastion, inner } = await scene();
    const config = `
Host gate
  HostName 127.0.0.1
  Port ${bastion.port}
  User ops
Host middle
  HostName 127.0.0.1
  Port ${inner[0]!.port}
  User tester
  ProxyJump gate
Host db
  HostName 127.0.0.1
  Port ${inner[1]!.port}
  User tester
  ProxyJump middle
`;
    await client.write('.ssh/config', config);
    const transport = await client.connections().open({ host: 'db', destination: 'db', become: false });
    expect(await transport.run(sh`true`)).toMatchObject({ code: 0 });
    expect(bastion.log.forwards).toEqual([`127.0.0.1:${inner[0]!.port}`]);
    expect(inner[0]!.log.forwards).toEqual([`127.0.0.1:${inner[1]!.port}`]);
  });

  test('is given the key that the inventory names, too', async () => {
    const { client, bastion, inner } = await scene();
    await client.write('keys/mine', client.key.private);
    await rm(join(client.home, '.ssh/id_ed25519'));
    const target = targetOf(inner[0]!, { jump: `ops@127.0.0.1:${bastion.port}`, identity: '~/keys/mine' });
    await expect(client.connections().open(target)).resolves.toBeDefined();
  });

  test('has its host key checked as any other', async () => {
    const { client, bastion, inner } = await scene();
    await client.write('.ssh/known_hosts', `${inner[0]!.hostKeyLine}\n`);
    const target = targetOf(inner[0]!, { jump: `ops@127.0.0.1:${bastion.port}` });
    await expect(client.connections().open(target)).rejects.toMatchObject({
      code: 'HOST_KEY_UNKNOWN',
      host: 'node1',
      message: expect.stringContaining(`node1: jump host ops@127.0.0.1:${bastion.port}: the host key of`),
    });
    expect(bastion.log.authentications).toEqual([]);
    expect(inner[0]!.log.connections).toBe(0);
  });

  test('that refuses the login fails every host behind it, and is asked once', async () => {
    const { client, bastion, inner } = await scene({ users: {} });
    const connections = client.connections();
    const open = (host: string) =>
      connections.open(targetOf(inner[0]!, { host, jump: `ops@127.0.0.1:${bastion.port}` }));
    const refused = (host: string) =>
      expect(open(host)).rejects.toMatchObject({ code: 'LOGIN_REFUSED', host });
    await Promise.all(['a', 'b', 'c'].map(refused));
    expect(bastion.log.connections).toBe(1);
  });

  test('that breaks fails what runs behind it at once', async () => {
    const { client, bastion, inner } = await scene();
    const target = targetOf(inner[0]!, { jump: `ops@127.0.0.1:${bastion.port}` });
    const connections = client.connections();
    const transport = await connections.open(target);
    const running = transport.run(sh`sleep 20`);
    setTimeout(() => bastion.breakAll(), 100);
    await expect(running).rejects.toMatchObject({ code: 'CONNECTION_LOST', host: 'node1' });
    expect(await (await connections.open(target)).run(sh`true`)).toMatchObject({ code: 0 });
  });

  test.each([
    { name: 'cannot reach the host', options: {}, says: /cannot connect from there to 127\.0\.0\.1:1/ },
    { name: 'does not forward', options: { allowForwarding: false }, says: /cannot connect from there/ },
  ])('that $name says so', async ({ options, says }) => {
    const { client, bastion } = await scene(options);
    const opening = client
      .connections()
      .open(targetOf({ port: 1 }, { jump: `ops@127.0.0.1:${bastion.port}` }));
    await expect(opening).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
      exit: 4,
      host: 'node1',
      message: expect.stringMatching(says),
      hint: expect.any(String),
    });
  });

  test('an unknown key behind it is not looked up by ssh-keyscan, which cannot get there', async () => {
    const { client, bastion, inner } = await scene();
    await client.write('.ssh/known_hosts', `${bastion.hostKeyLine}\n`);
    const target = targetOf(inner[0]!, { jump: `ops@127.0.0.1:${bastion.port}` });
    await expect(client.connections().open(target)).rejects.toMatchObject({
      code: 'HOST_KEY_UNKNOWN',
      hint: expect.stringContaining(`echo '${inner[0]!.hostKeyLine}' >> `),
    });
  });

  test('that leads to itself is an error', async () => {
    const { client, inner } = await scene();
    await client.write('.ssh/config', 'Host a\n ProxyJump b\nHost b\n ProxyJump a\n');
    await expect(client.connections().open(targetOf(inner[0]!, { jump: 'a' }))).rejects.toMatchObject({
      code: 'JUMP_INVALID',
      exit: 3,
    });
  });
});
