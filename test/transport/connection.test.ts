import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { sh } from '../../src/shell/script.ts';
import { type SshServerOptions, portOf } from '../sample/ssh/server.ts';
import { Stage, targetOf } from '../sample/ssh/setup.ts';

const stage = new Stage();
afterEach(() => stage.end());

async function listener(
  onSocket: (socket: NodeJS.Socket) => void,
): Promise<{ port: number; close: () => void }> {
  const server = createServer(onSocket).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { port: portOf(server), close: () => server.close() };
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('should have failed'),
    (error: unknown) => error,
  );
}

describe('one connection', () => {
  test('is shared by everything that runs on a host', async () => {
    const { client, server, target } = await stage.pair();
    const connections = client.connections();
    const transports = await Promise.all([connections.open(target), connections.open(target)]);
    await Promise.all(transports.map((transport) => transport.run(sh`true`)));
    expect(server.log.connections).toBe(1);
  });

  test.each([
    { maxSessions: 10, most: 8 },
    { maxSessions: 2, most: 2 },
    { maxSessions: 1, most: 1 },
  ])('never has more sessions than sshd allows: MaxSessions $maxSessions', async ({ maxSessions, most }) => {
    const { client, server, target } = await stage.pair({ maxSessions });
    const transport = await client.connections().open(target);
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, i) => transport.run(sh`sleep 0.02; echo ${i}`)),
    );
    expect(results.map((result) => Number(result.stdout))).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(server.log.mostSessions).toBe(most);
  });

  test('asked to run at once, it fails where sshd lets nothing more run, and does not wait', async () => {
    const { client, target } = await stage.pair({ maxSessions: 1 });
    const transport = await client.connections().open(target);
    const input = new PassThrough();
    input.write('x');
    let held = Promise.resolve<unknown>(undefined);
    await new Promise<void>((started) => {
      held = transport.pipe({ argv: ['cat'] }, input, { onStdout: () => started() });
    });
    // once found out by sshd's refusal, then known
    for (const _ of [1, 2]) {
      const refused = { code: 'SESSION_REFUSED', hint: expect.stringContaining('MaxSessions') };
      await expect(transport.run(sh`true`, { atOnce: true })).rejects.toMatchObject(refused);
    }
    input.end();
    await held;
    expect(await transport.run(sh`true`, { atOnce: true })).toMatchObject({ code: 0 });
  });

  test('a session that has just ended may still count: the next one is asked for again', async () => {
    const { client, target } = await stage.pair({ maxSessions: 1, collectsLate: 200 });
    const transport = await client.connections().open(target);
    for (const i of [1, 2, 3]) expect((await transport.run(sh`echo ${i}`)).stdout.toString()).toBe(`${i}\n`);
    expect(await transport.run(sh`true`, { atOnce: true })).toMatchObject({ code: 0 });
  });

  test('without any session allowed says so', async () => {
    const { client, target } = await stage.pair({ maxSessions: 0 });
    const transport = await client.connections().open(target);
    await expect(transport.run(sh`true`)).rejects.toMatchObject({ code: 'SESSION_REFUSED', exit: 4 });
  });

  test('passes on what a noisy login shell says, before the answer', async () => {
    const { client, target } = await stage.pair({ noise: { stdout: 'Welcome!\n', stderr: 'tty?\n' } });
    const result = await (await client.connections().open(target)).run(sh`echo answer`);
    expect(result.stdout.toString()).toBe('Welcome!\nanswer\n');
    expect(result.stderr.toString()).toBe('tty?\n');
  });

  test('finds out about sudo behind a noisy login shell', async () => {
    const { client, target } = await stage.pair({
      noise: { stdout: 'hello', stderr: 'tty?\n' },
      sudo: { password: 'x' },
    });
    const transport = await client.connections().open({ ...target, become: true });
    await expect(transport.run(sh`true`)).rejects.toMatchObject({
      message: expect.stringContaining('asks for a password'),
    });
  });

  test('carries 192 MiB unchanged, in flat memory', async () => {
    const { client, target } = await stage.pair();
    const transport = await client.connections().open(target);
    const blocks = 3072;
    const block = Buffer.alloc(64 * 1024, 'rocketmq');
    const hash = createHash('sha256');
    const before = process.memoryUsage().rss;
    let peak = 0;
    let sent = 0;
    const input = new Readable({
      read() {
        peak = Math.max(peak, process.memoryUsage().rss - before);
        sent += 1;
        block.writeUInt32BE(sent);
        if (sent <= blocks) hash.update(block);
        this.push(sent <= blocks ? Buffer.from(block) : null);
      },
    });
    // a reader slower than the sender: without back-pressure the whole archive would pile up here
    const result = await transport.pipe({ argv: ['sh', '-c', 'sleep 0.5; sha256sum'] }, input);
    expect(result.stdout.toString()).toBe(`${hash.digest('hex')}  -\n`);
    expect(peak).toBeLessThan(96 * 1024 * 1024);
  });

  test('asks for the sudo password once for all hosts', async () => {
    const sudo = { password: 'x' };
    const { client, target } = await stage.pair({ sudo });
    let asked = 0;
    const connections = client.connections({ becomePassword: async () => (asked++, 'x') });
    const open = (host: string) => connections.open({ ...target, host, become: true });
    const transports = await Promise.all(['a', 'b', 'c'].map(open));
    const results = await Promise.all(transports.map((transport) => transport.run(sh`id -u`)));
    expect(results.map((result) => result.stdout.toString())).toEqual(['0\n', '0\n', '0\n']);
    expect(asked).toBe(1);
  });
});

describe('a connection that breaks', () => {
  test('fails everything that runs at once, and the next open connects anew', async () => {
    const { client, server, target } = await stage.pair();
    const connections = client.connections();
    const transport = await connections.open(target);
    const started = performance.now();
    const running = Promise.all([
      rejection(transport.run(sh`sleep 20`)),
      rejection(transport.pipe({ argv: ['sleep', '20'] }, new Readable({ read() {} }))),
    ]);
    await transport.run(sh`true`);
    server.breakAll();
    for (const error of await running) {
      expect(error).toMatchObject({
        code: 'CONNECTION_LOST',
        exit: 4,
        host: 'node1',
        hint: expect.any(String),
      });
    }
    expect(performance.now() - started).toBeLessThan(15_000);
    await expect(transport.run(sh`true`)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await expect(transport.dial('127.0.0.1', server.port)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    const again = await connections.open(target);
    expect(await again.run(sh`true`)).toMatchObject({ code: 0 });
  });
});

describe('a host that cannot be reached', () => {
  test('refuses the connection', async () => {
    const client = await stage.client();
    const { port, close } = await listener(() => undefined);
    close();
    await expect(client.connections().open(targetOf({ port }))).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
      exit: 4,
      host: 'node1',
      message: `node1: cannot connect to 127.0.0.1:${port}: connection refused`,
      hint: expect.stringContaining('sshd'),
    });
  });

  test('has a name that nobody knows', async () => {
    const client = await stage.client();
    const opening = client.connections().open(targetOf({ port: 22 }, { destination: 'node1.invalid' }));
    await expect(opening).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: expect.stringMatching(/name cannot be resolved|name server did not answer/),
    });
  });

  test('accepts the connection and says nothing', async () => {
    const client = await stage.client();
    const { port, close } = await listener(() => undefined);
    const started = performance.now();
    await expect(client.connections({ timeout: 300 }).open(targetOf({ port }))).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: expect.stringContaining('no SSH server answered within 0.3 s'),
    });
    expect(performance.now() - started).toBeLessThan(10_000);
    close();
  });

  test('is not an SSH server', async () => {
    const client = await stage.client();
    const { port, close } = await listener((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(client.connections({ timeout: 2000 }).open(targetOf({ port }))).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
    });
    close();
  });

  test('shares no algorithm', async () => {
    const { client, target } = await stage.pair({ algorithms: { kex: ['diffie-hellman-group1-sha1'] } });
    await expect(client.connections().open(target)).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
      hint: expect.stringContaining('update OpenSSH'),
    });
  });

  test('an old server of CentOS 7 is none', async () => {
    const algorithms: NonNullable<SshServerOptions['algorithms']> = {
      kex: ['ecdh-sha2-nistp256', 'diffie-hellman-group14-sha1'],
      cipher: ['aes128-ctr'],
      hmac: ['hmac-sha2-256'],
    };
    const { client, target } = await stage.pair({ algorithms });
    await expect(client.connections().open(target)).resolves.toBeDefined();
  });

  test.each([
    { drop: 2, reached: true, tries: 3 },
    { drop: 9, reached: false, tries: 4 },
  ])(
    'hangs up at once, as at MaxStartups, $drop times: reached $reached',
    async ({ drop, reached, tries }) => {
      const { client, target, server } = await stage.pair({ drop });
      const opening = client.connections().open(target);
      if (reached) await expect(opening).resolves.toBeDefined();
      else
        await expect(opening).rejects.toMatchObject({
          code: 'HOST_UNREACHABLE',
          message: expect.stringContaining('reset'),
        });
      expect(server.log.connections).toBe(tries);
      expect(client.notices).toHaveLength(tries - 1);
      expect(client.notices[0]).toMatch(/MaxStartups.*next try in 0\.3 s/);
    },
  );
});

describe('forwarding', () => {
  test('that sshd does not allow is told apart from a port that is closed', async () => {
    const { client, server, target } = await stage.pair({ allowForwarding: false });
    const transport = await client.connections().open(target);
    await expect(transport.dial('127.0.0.1', server.port)).rejects.toMatchObject({
      code: 'FORWARDING_REFUSED',
      hint: expect.stringContaining('AllowTcpForwarding'),
    });
  });
});
