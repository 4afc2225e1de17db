import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../bed/run.ts';
import { commandOf, PlaygroundBed } from './playground-bed.ts';
import { BIN, complaints, outcomeOf, VERSION, type Outcome } from './rmqctl.ts';

/** A playground on this machine, in a home made for the test: as a user who was just made, and as root. */

/** Of a playground of one broker in mode sync, in the order of their start. */
const INSTANCES = ['namesrv-here', 'broker-a', 'broker-a-s'];

const users = [
  { name: 'a new user of the system', person: 'new' },
  ...(process.getuid?.() === 0 ? [{ name: 'root', person: 'me' } as const] : []),
] as const;

describe.each(users)('the playground of $name', ({ person }) => {
  let bed: PlaygroundBed;
  beforeAll(() => {
    bed = new PlaygroundBed(person, [VERSION]);
  });
  afterAll(() => bed?.end('playground', 'second'));

  const rmqctl = (command: string, ...rest: readonly string[]): Promise<Outcome> =>
    bed.rmqctl(command, ...rest);
  const place = (path: string): string => bed.place(path);
  const pid = (instance: string): number => bed.pid(instance);
  const alive = (instance: string): boolean => bed.alive(instance);
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
    expect(outcome.diagnostics.map(({ code }) => code)).not.toContain('SLAVE_WITH_MASTER');
    const other = await rmqctl('playground', '5.5.0');
    expect(other.diagnostics.map(({ code }) => code)).toContain('PLAYGROUND_EXISTS');
  });

  test('after the machine went down, it picks up its store', async () => {
    // what a machine leaves that lost its power: no processes, their pid files, stores that were not closed
    for (const instance of INSTANCES) process.kill(pid(instance), 'SIGKILL');
    await expect.poll(() => INSTANCES.filter(alive)).toEqual([]);
    const outcome = await rmqctl('playground');
    expect(outcome.code, complaints(outcome)).toBe(0);
    expect(outcome.steps.map(({ action, instance }) => `${action} ${instance}`)).toEqual([
      'start namesrv-here',
      'start broker-a',
      'start broker-a-s',
    ]);
    const inventory = place('inventory.yaml');
    const read = await rmqctl('admin', inventory, '--', 'consumeMessage', '-t', 'first');
    expect(read.stdout).toMatch(/BODY: (one|two)/);
  });

  test('what does not end is not killed unasked; --force kills it, and says so', async () => {
    const frozen = pid('broker-a-s');
    process.kill(frozen, 'SIGSTOP');
    const refused = await rmqctl('playground', '--down', '--timeout', '3');
    expect(refused.code).toBe(5);
    const failed = refused.steps.find(({ status }) => status === 'failed');
    expect(failed).toMatchObject({ instance: 'broker-a-s' });
    expect(failed?.summary).toContain(`pid ${frozen} did not end within 3 s of SIGTERM`);
    expect(INSTANCES.filter(alive)).toEqual(INSTANCES); // its master waits for it, and the name server for both
    const forced = await rmqctl('playground', '--down', '--force', '--timeout', '3');
    const warned = forced.diagnostics.filter(({ code }) => code === 'STEP_WARNING');
    expect(warned.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(new RegExp(`^broker-a-s: pid ${frozen} did not end .* killed \\(SIGKILL\\)`)),
    );
    await expect.poll(() => INSTANCES.filter(alive)).toEqual([]);
    const again = await rmqctl('playground');
    expect(again.code, complaints(again)).toBe(0);
  });

  test('--down stops it and keeps its store', async () => {
    expect((await rmqctl('playground', '--down')).steps.map(({ action }) => action)).toEqual([
      'stop',
      'stop',
      'stop',
    ]);
    expect(INSTANCES.filter(alive)).toEqual([]);
    expect(existsSync(place('store/broker-a/commitlog'))).toBe(true);
    expect((await rmqctl('playground', '--down')).steps).toEqual([]);
  });

  test('a port taken by somebody else is named with its owner', async () => {
    const port = bed.port('namesrv');
    const server = await listenOn(port);
    const outcome = await rmqctl('playground');
    await new Promise((resolve) => server.close(resolve));
    expect(outcome.code).toBe(5);
    const said = outcome.diagnostics.find(({ code }) => code === 'PORT_TAKEN')?.message;
    expect(said).toContain(`port ${port} of namesrv-here is taken by`);
    expect(said).toMatch(person === 'me' ? new RegExp(`process ${process.pid}\\b`) : /user with number 0/);
  });

  test('two that are started at once stand side by side', { timeout: 420_000 }, async () => {
    const started = await Promise.all(
      ['playground', 'second'].map((name) =>
        rmqctl('playground', VERSION, '--name', name, ...(name === 'second' ? ['--mode', 'masters'] : [])),
      ),
    );
    for (const outcome of started) expect(outcome.code, complaints(outcome)).toBe(0);
    expect(bed.port('namesrv', 'second')).not.toBe(bed.port('namesrv'));
    expect([...INSTANCES.map(alive), bed.alive('broker-a', 'second')]).toEqual([true, true, true, true]);
    const down = await rmqctl('playground', '--name', 'second', '--down', '--purge');
    expect(down.code, complaints(down)).toBe(0);
    expect(INSTANCES.filter(alive)).toEqual(INSTANCES);
  });

  test('--down --purge removes it', async () => {
    const outcome = await rmqctl('playground', '--down', '--purge');
    expect(outcome.code, complaints(outcome)).toBe(0);
    expect(existsSync(join(bed.home, 'rocketmq'))).toBe(false);
    expect(existsSync(join(bed.home, '.local'))).toBe(false);
    expect((await rmqctl('playground', '--down', '--purge')).steps).toEqual([]);
  });

  test('interrupted while it starts, nothing is left running', async () => {
    const argv = bed.argv(process.execPath, BIN, 'playground', VERSION, '--json', '--verbose');
    const script = `"$@" & child=$!; until grep -qs . ${place('logs/namesrv-here/pid')}; do sleep 0.05; done; kill -INT $child; wait $child`;
    const { code } = await run(['sh', '-c', script, 'sh', ...argv], {
      cwd: bed.home,
      env: bed.env,
      timeout: 170_000,
    });
    expect(code).toBe(130);
    const left = readdirSync('/proc').filter((name) =>
      commandOf(Number(name)).includes(`user.home=${bed.home}`),
    );
    expect(left).toEqual([]);
  });
});

test('3.2.6 has a playground too: messages are copied, and nothing is left', async () => {
  const version = '3.2.6';
  const got = await run([process.execPath, BIN, 'fetch', version], { timeout: 300_000 });
  expect(got.code, got.stderr).toBe(0);
  const bed = new PlaygroundBed('me', [version]);
  try {
    const outcome = await bed.rmqctl('playground', version);
    expect(outcome.code, complaints(outcome)).toBe(0);
    const messages = outcome.checks.filter(({ check }) => check === 'messages');
    expect(messages.map(({ instance, status }) => `${instance} ${status}`)).toEqual([
      'broker-a pass',
      'broker-a-s pass',
    ]);
    // its GroupTransferService may let a master wait 90 s for its own end
    const down = await bed.rmqctl('playground', '--down', '--purge', '--force', '--timeout', '10');
    expect(down.code, complaints(down)).toBe(0);
    expect(existsSync(join(bed.home, 'rocketmq'))).toBe(false);
  } finally {
    await bed.end('playground');
  }
});

/** Where the facts look for Java, besides JAVA_HOME and the PATH; over each that is there comes an empty directory. */
const HIDE_JAVA = `
for place in /usr/lib/jvm /usr/java /opt/java* /opt/jdk* /usr/local/java* /usr/local/jdk*; do
  [ ! -d "$place" ] || mount -t tmpfs none "$place" || exit
done
exec "$@"`;

// a place of the file system can be hidden by root alone; Java elsewhere on the PATH could not be
test.runIf(process.getuid?.() === 0)(
  'without a Java that fits, it says with which command of this system’s package manager one is installed',
  async () => {
    const bed = new PlaygroundBed('me', []);
    const java = join(bed.home, 'jdk');
    mkdirSync(join(java, 'bin'), { recursive: true });
    writeFileSync(join(java, 'release'), 'JAVA_VERSION="99.0.1"\n');
    writeFileSync(join(java, 'bin/java'), '', { mode: 0o755 });
    const node = dirname(process.execPath);
    const playground = async (name: string, javaHome: string): Promise<Outcome> => {
      const argv = ['unshare', '-m', 'sh', '-c', HIDE_JAVA, 'sh', process.execPath, BIN] as const;
      const options = ['playground', VERSION, '--json', '--name', name];
      const env = { ...bed.env, PATH: `${node}:/usr/bin:/bin:/usr/sbin:/sbin`, JAVA_HOME: javaHome };
      return outcomeOf(await run([...argv, ...options], { cwd: bed.home, env, timeout: 100_000 }));
    };
    try {
      const command = /install one \((?:apt-get|dnf|yum|zypper) install -y \S+\)/;
      const missing = await playground('missing', '');
      expect(missing.code, complaints(missing)).toBe(5);
      const unfit = await playground('unfit', java);
      expect(unfit.code, complaints(unfit)).toBe(5);
      const said = ({ diagnostics }: Outcome) => diagnostics.find(({ code }) => code.startsWith('JAVA_'));
      expect(said(missing)).toMatchObject({ code: 'JAVA_MISSING', hint: expect.stringMatching(command) });
      const another = new RegExp(command.source.replace('one', 'another'));
      expect(said(unfit)).toMatchObject({
        code: 'JAVA_UNFIT',
        message: expect.stringContaining('99.0.1'),
        hint: expect.stringMatching(another),
      });
    } finally {
      rmSync(bed.home, { recursive: true, force: true });
    }
  },
);

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}
