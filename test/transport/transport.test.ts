import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import type { RmqctlError } from '../../src/errors.ts';
import { lines, sh } from '../../src/shell/script.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { portOf } from '../sample/ssh/server.ts';
import { Stage } from '../sample/ssh/setup.ts';
import { type SudoBehaviour, installSudo } from '../sample/ssh/sudo.ts';

const stage = new Stage();
afterEach(() => stage.end());

interface Setting {
  readonly sudo?: SudoBehaviour;
  readonly become?: boolean;
  readonly password?: string;
}

interface Opened {
  readonly transport: Transport;
  /** lines that the stand-in for sudo took for passwords */
  readonly sudoLog: string;
}

async function overSsh({ sudo, become = false, password }: Setting): Promise<Opened> {
  const home = await stage.directory();
  // exec: bash and csh do so by themselves; dash stays in between and turns a signal into status 128 + n
  const onCommand = (command: string) => `exec ${command}`;
  const { client, target } = await stage.pair({ home, onCommand, ...(sudo ? { sudo } : {}) });
  const connections = client.connections({ becomePassword: asked(password) });
  return {
    transport: await connections.open({ ...target, become }),
    sudoLog: join(home, '.bin', 'sudo.log'),
  };
}

async function local({ sudo, become = false, password }: Setting): Promise<Opened> {
  const client = await stage.client();
  const bin = sudo ? await installSudo(join(client.home, '.bin'), sudo) : '';
  const env = { ...client.options.env, PATH: bin + delimiter + process.env['PATH'] };
  const connections = client.connections({ env, becomePassword: asked(password) });
  const transport = await connections.open({ host: 'node1', local: true, become });
  return { transport, sudoLog: join(client.home, '.bin', 'sudo.log') };
}

function asked(password: string | undefined): (() => Promise<string>) | undefined {
  return password === undefined ? undefined : () => Promise.resolve(password);
}

describe.each([
  { name: 'SSH', open: overSsh },
  { name: 'this machine', open: local },
])('$name', ({ open }) => {
  test('runs a script from standard input and tells output, error output and status apart', async () => {
    const { transport } = await open({});
    const result = await transport.run(sh`
      echo out
      echo err >&2
      exit 7
    `);
    expect({ ...result, stdout: result.stdout.toString(), stderr: result.stderr.toString() }).toEqual({
      code: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('names the signal that ended a process', async () => {
    const { transport } = await open({});
    expect(await transport.run(sh`kill -KILL $$`)).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  test('carries every byte, and a script of any size', async () => {
    const { transport } = await open({});
    const odd = `a'b"c\\d $HOME \`x\` \t ü\n* \u0001`;
    const script = lines([...Array(20_000).fill(sh`: padding of a long script`), sh`printf %s ${odd}`]);
    expect((await transport.run(script)).stdout.toString()).toBe(odd);
  });

  test('shows output as it comes and collects it as well', async () => {
    const { transport } = await open({});
    const seen: string[] = [];
    const script = sh`
      echo one
      sleep 0.3
      echo two
    `;
    const result = await transport.run(script, { onStdout: (chunk) => seen.push(chunk.toString()) });
    expect(seen).toEqual(['one\n', 'two\n']);
    expect(result.stdout.toString()).toBe('one\ntwo\n');
  });

  test('pipes a stream into a command given by words', async () => {
    const { transport } = await open({});
    const data = randomBytes(3_000_000);
    const chunks = Array.from({ length: 30 }, (_, i) => data.subarray(i * 100_000, (i + 1) * 100_000));
    const result = await transport.pipe({ argv: ['sha256sum'] }, Readable.from(chunks));
    expect(result.stdout.toString().split(' ')[0]).toBe(createHash('sha256').update(data).digest('hex'));
  });

  test('keeps the words of a piped command whole, and its environment', async () => {
    const { transport } = await open({});
    const word = `it's $HOME; "x" *`;
    const command = {
      argv: ['sh', '-c', 'printf "%s|%s" "$1" "$GREETING"', 'sh', word] as const,
      env: { GREETING: 'a b' },
    };
    const result = await transport.pipe(command, Readable.from([]));
    expect(result.stdout.toString()).toBe(`${word}|a b`);
  });

  test('a command that ends before it has read its input is no error', async () => {
    const { transport } = await open({});
    const endless = Readable.from(
      (async function* () {
        for (;;) yield Buffer.alloc(65_536);
      })(),
    );
    const result = await transport.pipe({ argv: ['head', '-c', '10'] }, endless);
    expect(result.code).toBe(0);
    expect(result.stdout).toHaveLength(10);
    expect(endless.destroyed).toBe(true);
  });

  test('a command that is not there is exit status 127', async () => {
    const { transport } = await open({});
    expect(await transport.pipe({ argv: ['/no/such/command'] }, Readable.from([]))).toMatchObject({
      code: 127,
    });
  });

  test('the error of an input ends the command and is passed on', async () => {
    const { transport } = await open({});
    const input = new Readable({ read() {} });
    input.push('half');
    setTimeout(() => input.destroy(new Error('archive is gone')), 50);
    await expect(transport.pipe({ argv: ['cat'] }, input)).rejects.toThrow('archive is gone');
  });

  test('the error of an input that failed before the command ran is passed on too', async () => {
    const { transport } = await open({});
    const input = new Readable({ read() {} });
    const piped = transport.pipe({ argv: ['cat'] }, input);
    input.destroy(new Error('archive is gone'));
    await expect(piped).rejects.toThrow('archive is gone');
  });

  test('runs scripts side by side', async () => {
    const { transport } = await open({});
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, i) => transport.run(sh`sleep 0.05; echo ${i}`)),
    );
    expect(results.map((result) => result.stdout.toString())).toEqual(
      Array.from({ length: 30 }, (_, i) => `${i}\n`),
    );
  });

  test('an abort signal ends the wait for a script at once', async () => {
    const { transport } = await open({});
    const abort = new AbortController();
    const running = transport.run(sh`sleep 20`, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 100);
    await expect(running).rejects.toThrow('enough');
    await expect(transport.run(sh`true`, { signal: abort.signal })).rejects.toThrow('enough');
    expect(await transport.run(sh`true`)).toMatchObject({ code: 0 });
  });

  test('an answer larger than 64 MiB is refused, not cut', { timeout: 120_000 }, async () => {
    const { transport } = await open({});
    const running = transport.run(sh`head -c 70000000 /dev/zero`);
    await expect(running).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE', host: 'node1' });
  });

  test('dials a port as the host sees it', async () => {
    const { transport } = await open({});
    const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await new Promise((resolve) => echo.once('listening', resolve));
    const port = portOf(echo);
    const stream = await transport.dial('127.0.0.1', port);
    stream.write('ping');
    expect(String(await new Promise((resolve) => stream.once('data', resolve)))).toBe('ping');
    stream.end();
    await new Promise((resolve) => echo.close(resolve));
    await expect(transport.dial('127.0.0.1', port)).rejects.toMatchObject({ code: 'DIAL_FAILED', exit: 4 });
  });

  describe('as root', () => {
    const who = sh`echo "uid $(id -u)"`;

    test.each([
      { name: 'not asked for', setting: { sudo: 'free' }, uid: 1000 },
      { name: 'without a password', setting: { sudo: 'free', become: true }, uid: 0 },
      {
        name: 'with a password',
        setting: { sudo: { password: 'opens $me' }, become: true, password: 'opens $me' },
        uid: 0,
      },
    ] satisfies { name: string; setting: Setting; uid: number }[])('$name', async ({ setting, uid }) => {
      const { transport } = await open(setting);
      expect((await transport.run(who)).stdout.toString()).toBe(`uid ${uid}\n`);
      const piped = await transport.pipe({ argv: ['sh', '-c', 'id -u; cat'] }, Readable.from(['data']));
      expect(piped.stdout.toString()).toBe(`${uid}\ndata`);
    });

    test.each([
      {
        name: 'the password is missing',
        setting: { sudo: { password: 'x' } },
        says: /asks for a password.*none/,
      },
      {
        name: 'the password is wrong',
        setting: { sudo: { password: 'x' }, password: 'y' },
        says: /did not take the password/,
      },
      {
        name: 'the password has a line break',
        setting: { sudo: { password: 'x' }, password: 'x\nrm' },
        says: /line break/,
      },
      {
        name: 'the user may not',
        setting: { sudo: 'forbidden', password: 'y' },
        says: /not in the sudoers file/,
      },
      {
        name: 'sudo wants a terminal',
        setting: { sudo: 'requiretty', password: 'y' },
        says: /wants a terminal/,
      },
      { name: 'sudo is not there', setting: { sudo: 'absent', password: 'y' }, says: /not installed/ },
    ] satisfies { name: string; setting: Setting; says: RegExp }[])(
      'says so when $name',
      async ({ setting, says }) => {
        const { transport } = await open({ ...setting, become: true });
        const error: RmqctlError = await transport.run(who).then(
          () => expect.fail('should have failed'),
          (reason) => reason,
        );
        expect(error).toMatchObject({
          code: 'BECOME_FAILED',
          exit: 4,
          host: 'node1',
          hint: expect.any(String),
        });
        expect(error.message).toMatch(says);
      },
    );

    test('a wrong password is tried once, and never with a script behind it', async () => {
      const { transport, sudoLog } = await open({ sudo: { password: 'x' }, become: true, password: 'wrong' });
      await expect(transport.run(who)).rejects.toMatchObject({ code: 'BECOME_FAILED' });
      await expect(transport.run(who)).rejects.toMatchObject({ code: 'BECOME_FAILED' });
      expect(await readFile(sudoLog, 'utf8')).toBe('wrong\n');
    });
  });
});
