import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../hosts/run.ts';
import { BIN, complaints, outcomeOf, VERSION, type Outcome } from './rmqctl.ts';

/** A playground on this machine, in a home made for the test: as root, and as an ordinary user. */

const ROOT = process.getuid?.() === 0;
const NOBODY = 65534;

const users = [
  {
    name: 'an ordinary user',
    setpriv: ROOT ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [],
  },
  ...(ROOT ? [{ name: 'root', setpriv: [] }] : []),
];

describe.each(users)('the playground of $name', ({ setpriv }) => {
  let home: string;
  const as = ['env', ...setpriv] as const;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'rmqctl-playground-'));
    const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'rmqctl/releases');
    mkdirSync(join(home, '.cache/rmqctl'), { recursive: true });
    cpSync(cache, join(home, '.cache/rmqctl/releases'), {
      recursive: true,
      filter: (path) => !/5\.\d/.test(path),
    });
    if (setpriv.length > 0) own(home);
  });
  afterAll(async () => {
    await rmqctl('playground', '--down', '--force', '--purge');
    await rmqctl('playground', '--name', 'second', '--down', '--force', '--purge');
    rmSync(home, { recursive: true, force: true });
  });

  function own(path: string): void {
    chownSync(path, NOBODY, NOBODY);
    for (const part of ['.cache', '.cache/rmqctl', '.cache/rmqctl/releases'])
      chownSync(join(path, part), NOBODY, NOBODY);
  }

  async function rmqctl(...args: string[]): Promise<Outcome> {
    const { PATH, JAVA_HOME } = process.env;
    const [command = '', ...rest] = args;
    const argv = [process.execPath, BIN, command, '--json', ...rest] as const;
    const env = { PATH, JAVA_HOME, HOME: home };
    return outcomeOf(await run([...as, ...argv], { cwd: home, env, timeout: 120_000 }));
  }

  const place = (path: string): string => join(home, 'rocketmq/playground/playground', path);
  const pid = (instance: string): number => Number(readFileSync(place(`logs/${instance}/pid`), 'utf8'));
  const alive = (instance: string): boolean => commandOf(pid(instance)) !== '';
  const send = (body: string) =>
    rmqctl('admin', place('inventory.yaml'), '--', 'sendMessage', '-t', 'first', '-p', body);

  test('comes up verified, and says how to use it and how to end it', async () => {
    const outcome = await rmqctl('playground', VERSION, '--write', 'real.yaml');
    expect(outcome.code, complaints(outcome)).toBe(0);
    expect(outcome.checks.length).toBeGreaterThan(5);
    for (const word of ['sendMessage', 'DefaultMQProducer', 'rmqctl logs', '--down', 'logs/broker-a-s'])
      expect(outcome.stdout).toContain(word);
    const real = await rmqctl('validate', 'real.yaml');
    expect(real.code, complaints(real)).toBe(0);
  });

  test('is a real synchronous cluster: with the slave killed, SEND_OK stops', async () => {
    // a slave connects to its master within 5 s of its start (HAClient)
    await expect.poll(async () => (await send('one')).stdout, { timeout: 30_000 }).toContain('SEND_OK');
    process.kill(pid('broker-a-s'), 'SIGKILL');
    await expect.poll(() => alive('broker-a-s'), { timeout: 30_000 }).toBe(false);
    expect((await send('two')).stdout).not.toContain('SEND_OK');
  });

  test('started again it mends what died; another version is refused', async () => {
    const outcome = await rmqctl('playground');
    expect(outcome.code, complaints(outcome)).toBe(0);
    expect(outcome.steps.map(({ action, instance }) => `${action} ${instance}`)).toEqual([
      'start broker-a-s',
    ]);
    const other = await rmqctl('playground', '5.5.0');
    expect(other.diagnostics.map(({ code }) => code)).toContain('PLAYGROUND_EXISTS');
  });

  test('--down stops it and keeps its store', async () => {
    expect((await rmqctl('playground', '--down')).steps.map(({ action }) => action)).toEqual([
      'stop',
      'stop',
      'stop',
    ]);
    expect(['namesrv-here', 'broker-a', 'broker-a-s'].filter(alive)).toEqual([]);
    expect(existsSync(place('store/broker-a/commitlog'))).toBe(true);
    expect((await rmqctl('playground', '--down')).steps).toEqual([]);
  });

  test('a port taken by somebody else is named with its owner', async () => {
    const port = Number(/namesrv: .*port: (\d+)/.exec(readFileSync(place('inventory.yaml'), 'utf8'))?.[1]);
    const server = await listenOn(port);
    const outcome = await rmqctl('playground');
    await new Promise((resolve) => server.close(resolve));
    expect(outcome.code).toBe(5);
    const said = outcome.diagnostics.find(({ code }) => code === 'PORT_TAKEN')?.message;
    expect(said).toContain(`port ${port} of namesrv-here is taken by`);
    expect(said).toMatch(
      setpriv.length === 0 ? new RegExp(`process ${process.pid}\\b`) : /user with number 0/,
    );
  });

  test('--down --purge removes it', async () => {
    const outcome = await rmqctl('playground', '--down', '--purge');
    expect(outcome.code, complaints(outcome)).toBe(0);
    expect(existsSync(join(home, 'rocketmq'))).toBe(false);
    expect(existsSync(join(home, '.local'))).toBe(false);
    expect((await rmqctl('playground', '--down', '--purge')).steps).toEqual([]);
  });

  test('interrupted while it starts, nothing is left running', async () => {
    const { PATH, JAVA_HOME } = process.env;
    const argv = [...as, process.execPath, BIN, 'playground', VERSION, '--json', '--verbose'];
    const script = `"$@" & child=$!; until grep -qs . ${place('logs/namesrv-here/pid')}; do sleep 0.05; done; kill -INT $child; wait $child`;
    const { code } = await run(['sh', '-c', script, 'sh', ...argv], {
      cwd: home,
      env: { PATH, JAVA_HOME, HOME: home },
      timeout: 60_000,
    });
    expect(code).toBe(130);
    const left = readdirSync('/proc').filter((name) => commandOf(Number(name)).includes(`user.home=${home}`));
    expect(left).toEqual([]);
  });
});

/** The command line of a process; empty where there is none, or it has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}
