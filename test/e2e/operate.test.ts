import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { InstanceEvent, OutputEvent } from '../../src/model/events.ts';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed } from './cluster.ts';
import { BIN, startRmqctl, type Outcome, type Running } from './rmqctl.ts';

/** What is asked of a running cluster: status, logs, exec and admin, on two hosts that are deployed to once. */

const WRITER = readFileSync(new URL('../logs/writer.py', import.meta.url), 'utf8');
const LOGS = '/var/log/rocketmq';

describe.skipIf(whyNoHosts())('a running cluster', () => {
  let bed: TestBed;
  let inventory: string;
  let deployed: Outcome;

  beforeAll(async () => {
    bed = await TestBed.up('operate', { count: 2 });
    inventory = await bed.write('cluster.yaml', bed.pair());
    deployed = await bed.deploy(inventory, '--verify', 'none', '--verbose');
    for (const host of ['h1', 'h2'])
      await bed.fleet.exec(host, `cat >/root/writer.py <<'EOF'\n${WRITER}\nEOF`);
  });
  afterAll(() => bed?.down());

  /** The events of a run that has ended. */
  const events = async (args: readonly string[]) => {
    const [name, ...more] = args;
    const { stdout, code } = await bed.fleet.control([process.execPath, BIN, name!, '--json', ...more]);
    return { code, all: parsed(stdout) };
  };
  const started: Running[] = [];
  afterEach(() => {
    for (const running of started.splice(0)) running.process.kill('SIGKILL');
  });
  const start = (...args: string[]) => {
    const running = startRmqctl(bed.fleet, args);
    started.push(running);
    return running;
  };
  const follow = (...args: string[]) => start('logs', inventory, '-f', ...args);
  const write = (host: string, args: string) =>
    bed.fleet.exec(host, `python3 /root/writer.py ${args}`, { timeout: 60_000 });
  const logOf = (instance: string, name: string) => `${LOGS}/${instance}/logs/rocketmqlogs/${name}.log`;
  /** The processes on a host that somebody started by SSH. */
  const readers = (host: string) =>
    bed.out(
      host,
      String.raw`cd /proc && for pid in [0-9]*; do
        parent=$(sed -n 's/^PPid:[[:space:]]*//p' $pid/status 2>/dev/null) || continue
        case $(tr '\0' ' ' 2>/dev/null <$parent/cmdline) in 'sshd: root@'*) tr '\0' ' ' <$pid/cmdline ;; esac
      done; true`,
    );
  /** Follows a log that two brokers write, from its first line on. */
  const followBoth = async (name: string) => {
    const logs = { h1: logOf('broker-a', name), h2: logOf('broker-b', name) };
    for (const host of ['h1', 'h2'] as const)
      await bed.fleet.exec(host, `echo 'begun on ${host}' >${logs[host]}`);
    const running = follow('-n', '1', '--log', name);
    await running.said(/begun on h1/);
    await running.said(/begun on h2/);
    for (const host of ['h1', 'h2']) expect(await readers(host)).toContain('sh');
    return { running, ...logs };
  };
  const ended = async (running: Running, signal: NodeJS.Signals) => {
    running.process.kill(signal);
    return running.result;
  };

  test('deploy --verbose has told what each instance said while it started, and reads no log any more', async () => {
    const said = parsed(deployed.stdout).filter((event): event is OutputEvent => event.event === 'output');
    expect(new Set(said.map(({ instance }) => instance)).size).toBe(6);
    const servers = said.filter(({ instance }) => instance === 'namesrv-h1').map(({ text }) => text);
    expect(servers.join('\n')).toContain('The Name Server boot success');
    for (const host of ['h1', 'h2']) expect(await readers(host)).toBe('');
  });

  test('status: six instances are up, and are who they say', async () => {
    const asked = Date.now() / 1000;
    const { code, all } = await events(['status', inventory]);
    const answered = Date.now() / 1000;
    const instances = all.filter((event): event is InstanceEvent => event.event === 'instance');
    expect(code, JSON.stringify(instances)).toBe(0);
    expect(instances.map(({ instance, role, state }) => `${instance} ${role} ${state}`)).toEqual([
      'namesrv-h1 namesrv up',
      'namesrv-h2 namesrv up',
      'broker-a master up',
      'broker-a-s slave up',
      'broker-b master up',
      'broker-b-s slave up',
    ]);
    const slave = instances.find(({ instance }) => instance === 'broker-a-s')!;
    expect(slave).toMatchObject({ host: 'h2', version: '4.9.4', restarts: 0, lag: 0 });
    expect(slave.address).toBe(`${bed.fleet.host('h2').ip}:11011`);
    expect(String(slave.pid)).toBe(
      await bed.out('h2', 'systemctl show -p MainPID --value rocketmq-cluster-broker-a-s'),
    );
    const began = Number(await bed.out('h2', `echo $(($(date +%s) - $(ps -o etimes= -p ${slave.pid})))`));
    expect(slave.uptime).toBeGreaterThan(asked - began - 3);
    expect(slave.uptime).toBeLessThan(answered - began + 3);
    expect(slave.disk).toBeGreaterThan(0);
    expect(slave.disk).toBeLessThan(1);
    expect(instances[0]!.version).toBe('4.9.4');
  });

  test('status: an instance that was stopped is down, and that is exit code 6', async () => {
    await bed.fleet.exec('h2', 'systemctl stop rocketmq-cluster-broker-a-s');
    const { code, all } = await events(['status', inventory]);
    await bed.fleet.exec('h2', 'systemctl start rocketmq-cluster-broker-a-s');
    expect(code).toBe(6);
    const down = all.filter((event) => event.event === 'instance' && event.state === 'down');
    expect(down).toMatchObject([{ instance: 'broker-a-s', host: 'h2' }]);
    expect(down[0]).not.toHaveProperty('pid');
  });

  test('logs: the last lines of every instance, by time', async () => {
    const { code, all } = await events(['logs', inventory, '-n', '3']);
    const said = all.filter((event): event is OutputEvent => event.event === 'output');
    expect(code).toBe(0);
    expect(new Set(said.map(({ instance }) => instance)).size).toBe(6);
    for (const { instance } of said) expect(said.filter((one) => one.instance === instance)).toHaveLength(3);
    const times = said.map(({ time }) => time!);
    expect(times).toEqual(times.toSorted());
  });

  test('logs --level --since: what the instances complained of since they were started', async () => {
    const { all } = await events(['logs', inventory, '--since', '1h', '--grep', 'boot success']);
    const said = all.filter((event): event is OutputEvent => event.event === 'output');
    expect(new Set(said.map(({ instance }) => instance)).size).toBe(6);
    expect(said.every(({ text }) => text.includes('boot success'))).toBe(true);
  });

  test('logs --since finds what was rolled', async () => {
    await write('h1', `${logOf('broker-a', 'rolled')} 0 3000 30000 1000`);
    const { all } = await events([
      'logs',
      inventory,
      '--log',
      'rolled',
      '--since',
      '10m',
      '--limit',
      'broker-a',
    ]);
    expect(numbers(all)).toEqual(range(0, 3000));
  });

  test('logs -f: nothing is lost and nothing comes twice, while logs are rolled; Ctrl-C leaves nothing behind', async () => {
    const { running, h1, h2 } = await followBoth('counted');
    await Promise.all([write('h1', `${h1} 0 20000 5000 3000`), write('h2', `${h2} 0 20000 5000 4500 plain`)]);
    // the last line of each broker
    await running.said(/number 19999 [^]*number 19999 /);
    const { stdout, code } = await ended(running, 'SIGINT');
    expect(code).toBe(130);
    const all = parsed(stdout);
    const of = (instance: string) =>
      all.filter((event) => 'instance' in event && event.instance === instance);
    expect(numbers(of('broker-a'))).toEqual(range(0, 20000));
    expect(numbers(of('broker-b'))).toEqual(range(0, 20000));
    const traced = of('broker-a').filter((event) => event.event === 'output' && event.text.includes('\tat '));
    expect(traced).toHaveLength(20);
    for (const event of traced)
      expect(event).toMatchObject({ text: expect.stringMatching(/number \d*999 x+\njava[^\n]*\n\tat/) });
    await expect.poll(() => readers('h1'), { timeout: 30_000 }).toBe('');
    await expect.poll(() => readers('h2'), { timeout: 30_000 }).toBe('');
  });

  test('logs -f goes on where it stopped when a connection breaks; killed, it leaves nothing behind', async () => {
    const { running, h1 } = await followBoth('broken');
    const writing = write('h1', `${h1} 0 12000 3000 5000`);
    await running.said(/number 1000 /);
    await bed.fleet.exec(
      'h1',
      "for p in /proc/[0-9]*; do case $(tr '\\0' ' ' <$p/cmdline 2>/dev/null) in 'sshd: root@'*) kill -9 ${p#/proc/};; esac; done",
    );
    await writing;
    await running.said(/number 11999 /);
    const { stdout } = await ended(running, 'SIGKILL');
    expect(numbers(parsed(stdout.slice(0, stdout.lastIndexOf('\n'))))).toEqual(range(0, 12000));
    expect(stdout).toContain('FOUND_AGAIN');
    await expect.poll(() => readers('h1'), { timeout: 30_000 }).toBe('');
    await expect.poll(() => readers('h2'), { timeout: 30_000 }).toBe('');
  });

  test('verify --follow: the checks, then the logs until Ctrl-C, which leaves nothing behind', async () => {
    const running = start('verify', inventory, '--no-messages', '--follow');
    await running.said(/"event":"output".*"instance":"broker-a"/);
    await bed.fleet.exec('h1', `echo 'said after the checks' >>${LOGS}/broker-a/console.log`);
    await running.said(/said after the checks/);
    expect(await readers('h1')).toContain('sh');
    const { stdout, code } = await ended(running, 'SIGINT');
    expect(code).toBe(130);
    const kinds = parsed(stdout).map(({ event }) => event as string);
    expect(kinds.lastIndexOf('check')).toBeLessThan(kinds.indexOf('output'));
    expect(kinds.filter((kind) => kind === 'check').length).toBeGreaterThan(12);
    for (const host of ['h1', 'h2']) await expect.poll(() => readers(host), { timeout: 30_000 }).toBe('');
  });

  test('exec: output and exit status of each host, 5 when one failed', async () => {
    const { code, all } = await events([
      'exec',
      inventory,
      '--',
      'echo "$(uname -n)"; echo no >&2; [ "$(uname -n)" = h1 ] || exit 3',
    ]);
    expect(code).toBe(5);
    const said = all.filter((event): event is OutputEvent => event.event === 'output');
    const of = (host: string) =>
      said
        .filter((event) => event.host === host)
        .map(({ text, stream, code: status }) => [text, stream, status]);
    expect(of('h1')).toEqual([
      ['h1\n', 'stdout', undefined],
      ['no\n', 'stderr', undefined],
      ['', undefined, 0],
    ]);
    expect(of('h2')).toEqual([
      ['h2\n', 'stdout', undefined],
      ['no\n', 'stderr', undefined],
      ['', undefined, 3],
    ]);
    const words = await events([
      'exec',
      inventory,
      '--limit',
      'h1',
      '--',
      'printf',
      '%s|',
      'a b',
      "it's",
      '$HOME',
    ]);
    expect(words.all.find((event) => event.event === 'output')).toMatchObject({ text: "a b|it's|$HOME|\n" });
  });

  test.each([
    ['root', {}],
    ['somebody who may sudo', { user: 'ops', become: true }],
  ])('exec as %s: Ctrl-C ends the command on every host, and what it started', async (_who, login) => {
    const base = bed.pair();
    const as = await bed.write('as.yaml', { ...base, ssh: { ...Object(base['ssh']), ...login } });
    const asleep = async () =>
      (await Promise.all(['h1', 'h2'].map((host) => bed.out(host, SLEEPERS)))).join('');
    const running = start('exec', as, '--', 'echo begun; sleep 4321 & sleep 4321; echo late');
    await running.said(/begun[^]*begun/);
    expect(await asleep()).not.toBe('');
    const { stdout, code } = await ended(running, 'SIGINT');
    expect(code).toBe(130);
    expect(stdout).toMatch(/told to end on h1[^]*told to end on h2|told to end on h2[^]*told to end on h1/);
    await expect.poll(asleep, { timeout: 30_000 }).toBe('');
  });

  test('logs --log: a name that no log has is told, with those that there are', async () => {
    const { code, all } = await events(['logs', inventory, '--log', 'nosuch']);
    expect(code).toBe(2);
    expect(all).toContainEqual(
      expect.objectContaining({
        code: 'NO_SUCH_LOG',
        hint: expect.stringMatching(/ broker, .*console.* store, /),
      }),
    );
    // a broker has it, a name server has not
    expect((await events(['logs', inventory, '--log', 'store', '--log', 'gc'])).code).toBe(0);
  });

  test("admin: mqadmin's own output, and its exit status in the event", async () => {
    const argv = [process.execPath, BIN, 'admin', inventory, '--', 'clusterList'] as const;
    const { stdout, code } = await bed.fleet.control(argv);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^#Cluster Name/m);
    expect(stdout.split('\n').filter((line) => line.startsWith('rocketmq-cluster '))).toHaveLength(4);
    const wrong = await events(['admin', inventory, '--', 'noSuchCommand']);
    const status = wrong.all.findLast((event) => event.event === 'output')!;
    expect(wrong.code).toBe(status.code === 0 ? 0 : 5);
    // it ends with 0 all the same
    const refused = await events(['admin', inventory, '--', 'topicRoute', '-t', 'no-such-topic']);
    expect(refused.all).toContainEqual(expect.objectContaining({ code: 'MQADMIN_EXCEPTION' }));
  });
});

/** The processes of a command that a test has left asleep. */
const SLEEPERS = 'pgrep -fx "sleep 4321" || true';

function parsed(stdout: string) {
  const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('{"event":"progress"'));
  return lines.map((line): InstanceEvent | OutputEvent | { readonly event: 'summary' } => JSON.parse(line));
}

/** The numbers of the writer's lines, as they came. */
function numbers(all: readonly { readonly event: string }[]): number[] {
  return all.flatMap((event) =>
    'text' in event ? [...String(event.text).matchAll(/number (\d+) x/g)].map(([, n]) => Number(n)) : [],
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
