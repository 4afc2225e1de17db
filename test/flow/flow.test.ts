import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts, Machines } from '../sample/machines.ts';

/** Two machines, two name servers, two brokers with their slaves crosswise. */
interface Inventory {
  readonly name?: string;
  /** a line of the inventory more, and members' long forms */
  readonly more?: string;
  readonly brokerA?: string;
  readonly brokerB?: string;
}

const INSTANCES = ['namesrv-n1', 'namesrv-n2', 'broker-a', 'broker-b', 'broker-a-s', 'broker-b-s'];

describe.sequential('the whole flow, as an ordinary user', { timeout: 60_000 }, () => {
  const machines = new Machines();
  const state = { base: 0 };
  beforeAll(async () => {
    await machines.start(['n1', 'n2']);
    state.base = await freePorts(40);
  });
  afterAll(() => machines.end());

  // heaps are given, so that a broker more or less does not change those of the others
  function inventory({ name = 'flow.yaml', more = '', brokerA = '', brokerB = '' }: Inventory = {}): string {
    const port = (offset: number) => state.base + offset;
    const host = (n: string) => `ssh: { host: 127.0.0.1, port: ${machines.machine(n).server.port} }`;
    machines.write(
      name,
      `cluster: flow
version: 4.9.4
mode: async
heap: { broker: 256m }
ssh: { user: tester }
hosts:
  n1: { address: 10.77.0.1, memory: 2g, ${host('n1')} }
  n2: { address: 10.77.0.2, memory: 2g, ${host('n2')} }
distribution: { archive: rocketmq.tar.gz }
namesrv: [{ host: n1, port: ${port(0)} }, { host: n2, port: ${port(1)} }]
brokers:
  broker-a:
    master: { host: n1, port: ${port(4)}${brokerA} }
    slaves: [{ host: n2, port: ${port(10)} }]
  broker-b:
    master: { host: n2, port: ${port(16)}${brokerB} }
    slaves: [{ host: n1, port: ${port(22)} }]
${more}`,
    );
    return name;
  }

  const fileOf = (host: string, path: string): string => join(machines.machine(host).home, 'rocketmq', path);
  const config = (host: string, instance: string): string =>
    fileOf(host, `rocketmq-all-4.9.4-bin-release/conf/2m-2s-async/${instance}.properties`);
  const pids = (): number[] => INSTANCES.map((name) => machines.pidOf(name));

  test('a plan of empty hosts shows everything and changes nothing', async () => {
    const ran = await machines.run(['plan', inventory(), '--check']);
    expect(ran.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(ran.code).toBe(8);
    expect(ran.services).toEqual(expect.arrayContaining(INSTANCES.map((name) => `${name} start`)));
    expect(readdirSync(machines.machine('n1').home)).toEqual(['jdk']);
  });

  test('deploys: name servers before masters before slaves, and proves it', async () => {
    const ran = await machines.run(['deploy', inventory()]);
    expect(ran.steps.filter(({ status }) => status !== 'changed')).toEqual([]);
    expect(ran.code).toBe(0);
    const at = (name: string): number => ran.services.indexOf(`${name} start`);
    expect(ran.services).toHaveLength(6);
    for (const broker of ['broker-a', 'broker-b']) {
      expect(at(broker)).toBeGreaterThan(Math.max(at('namesrv-n1'), at('namesrv-n2')));
      expect(at(`${broker}-s`)).toBeGreaterThan(at(broker));
    }
    expect(ran.checks.every(({ status }) => status === 'pass')).toBe(true);
    expect(ran.checks.filter(({ check }) => check === 'registration')).toHaveLength(2);
    expect(ran.summary).toMatchObject({ ok: true, failed: 0, blocked: 0, hosts: 2, checksFailed: 0 });
  });

  test('needs one connection a host, and a script a barrier', () => {
    for (const { server } of machines.all) {
      expect(server.log.connections).toBe(2); // one for the plan, one for the deployment
      // probe and what the first guess missed, for either; upload; three barriers; unlock; verify
      expect(server.log.commands.length).toBeLessThanOrEqual(10);
    }
  });

  test('does nothing the second time, and says so', async () => {
    const before = pids();
    const ran = await machines.run(['deploy', inventory()]);
    expect(ran.steps).toEqual([]);
    expect(ran.code).toBe(0);
    expect(ran.summary).toMatchObject({ ok: true, changed: 0, failed: 0, blocked: 0 });
    expect(pids()).toEqual(before);
    expect(await machines.run(['plan', inventory(), '--check'])).toMatchObject({ code: 0, steps: [] });
  });

  test('a file that was edited by hand is repaired, and its instance restarted', async () => {
    const path = config('n1', 'broker-a');
    const right = readFileSync(path, 'utf8');
    writeFileSync(path, right.replace('brokerRole=ASYNC_MASTER', 'brokerRole=SLAVE'));
    const plan = await machines.run(['plan', inventory(), '--check']);
    expect(plan.code).toBe(8);
    expect(plan.steps[0]).toMatchObject({
      status: 'planned',
      diff: { before: expect.stringContaining('=SLAVE') },
    });
    const before = pids();
    const ran = await machines.run(['deploy', inventory()]);
    expect(ran).toMatchObject({ code: 0, services: ['broker-a restart'] });
    expect(readFileSync(path, 'utf8')).toBe(right);
    expect(pids().filter((pid, i) => pid !== before[i])).toEqual([machines.pidOf('broker-a')]);
  });

  test('a file that the broker rewrote itself is left alone', async () => {
    const path = config('n2', 'broker-b');
    const right = readFileSync(path, 'utf8');
    const entries = right.split('\n').filter((line) => line.includes('='));
    writeFileSync(
      path,
      ['#Sun Nov 22 00:00:00 UTC 2026', ...entries.toReversed(), 'fileReservedTime=72', ''].join('\n'),
    );
    expect(await machines.run(['deploy', inventory()])).toMatchObject({ code: 0, steps: [] });
    writeFileSync(path, right);
  });

  test('a process that died comes back; its neighbours stay', async () => {
    const before = pids();
    process.kill(machines.pidOf('broker-b-s'), 'SIGKILL');
    const check = await machines.run(['verify', inventory()]);
    expect(check.code).toBe(6);
    expect(check.checks).toContainEqual(
      expect.objectContaining({ instance: 'broker-b-s', check: 'process', status: 'fail' }),
    );
    const ran = await machines.run(['deploy', inventory()]);
    expect(ran).toMatchObject({ code: 0, services: ['broker-b-s start'] });
    expect(ran.summary.changed).toBe(1);
    expect(pids().filter((pid, i) => pid !== before[i])).toHaveLength(1);
  });

  test('--verbose: what an instance says while it starts, and nobody else', async () => {
    process.kill(machines.pidOf('broker-b'), 'SIGKILL');
    const ran = await machines.run(['deploy', inventory(), '--verbose']);
    expect(ran.code).toBe(0);
    expect(new Set(ran.output.map(({ host, instance }) => `${host} ${instance}`))).toEqual(
      new Set(['n2 broker-b']),
    );
    const said = ran.output.map(({ text }) => text).join('\n');
    expect(said).toMatch(/The broker\[broker-b, .*boot success/);
    expect(said).toMatch(/register broker\[0\]to name server/);
  });

  test('another heap of one instance restarts that one alone', async () => {
    const ran = await machines.run([
      'deploy',
      inventory({ brokerA: ', heap: { size: 300m, direct: 256m }' }),
    ]);
    expect(ran).toMatchObject({ code: 0, services: ['broker-a restart'] });
    expect(readFileSync(`/proc/${machines.pidOf('broker-a')}/cmdline`, 'utf8')).toContain('-Xmx300m');
    expect(await machines.run(['deploy', inventory()])).toMatchObject({
      code: 0,
      services: ['broker-a restart'],
    });
  });

  test('a run that was killed between a file and its restart is finished by the next', async () => {
    const marks = join(machines.machine('n1').home, '.local/state/rmqctl/flow/restart');
    mkdirSync(marks, { recursive: true });
    writeFileSync(join(marks, 'broker-b-s'), '');
    expect(await machines.run(['deploy', inventory()])).toMatchObject({
      code: 0,
      services: ['broker-b-s restart'],
    });
    expect(readdirSync(marks)).toEqual([]);
  });

  test('a property of every broker goes round one by one, each slave before its master', async () => {
    const changed = inventory({ more: 'properties: { fileReservedTime: 24 }\n' });
    const ran = await machines.run(['deploy', changed]);
    expect(ran.code).toBe(0);
    expect(ran.services).toEqual([
      'broker-a-s restart',
      'broker-a restart',
      'broker-b-s restart',
      'broker-b restart',
    ]);
    await machines.run(['deploy', inventory()]);
  });

  test('--limit changes what it names, and nothing else', async () => {
    for (const [host, name] of [
      ['n1', 'broker-a'],
      ['n2', 'broker-b'],
    ] as const) {
      writeFileSync(config(host, name), 'brokerRole=SLAVE\n');
    }
    const ran = await machines.run(['deploy', inventory(), '--limit', 'broker-b', '--verify', 'none']);
    expect(ran).toMatchObject({ code: 0, services: ['broker-b restart'] });
    expect(new Set(ran.steps.map(({ host }) => host))).toEqual(new Set(['n2']));
    expect(readFileSync(config('n1', 'broker-a'), 'utf8')).toBe('brokerRole=SLAVE\n');
    expect(await machines.run(['deploy', inventory(), '--limit', 'n1'])).toMatchObject({
      code: 0,
      services: ['broker-a restart'],
    });
  });

  test('what another run holds is left alone: 7, and nothing is changed anywhere', async () => {
    const lock = join(machines.machine('n1').home, '.local/state/rmqctl/flow.lock');
    const began = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ')[19];
    writeFileSync(lock, `${process.pid} ${began} other 2026-11-22T00:00:00Z ann@laptop\n`);
    writeFileSync(config('n2', 'broker-b'), 'brokerRole=SLAVE\n');
    const ran = await machines.run(['deploy', inventory()]);
    expect(ran).toMatchObject({ code: 7, steps: [] });
    expect(ran.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'LOCKED', host: 'n1', message: expect.stringContaining('ann@laptop') }),
    );
    expect(readFileSync(lock, 'utf8')).toContain('ann@laptop');
    // a plan changes nothing, and needs no lock
    expect(await machines.run(['plan', inventory()])).toMatchObject({ code: 0 });
    writeFileSync(lock, `${process.pid} 1 other 2026-11-22T00:00:00Z ann@laptop\n`);
    expect(await machines.run(['deploy', inventory()])).toMatchObject({
      code: 0,
      services: ['broker-b restart'],
    });
    expect(existsSync(lock)).toBe(false);
  });

  test('a host whose key is not known gets not one command: 4', async () => {
    const stranger = join(machines.client, 'stranger');
    machines.write(
      'stranger/.ssh/id_ed25519',
      readFileSync(join(machines.client, '.ssh/id_ed25519'), 'utf8'),
      0o600,
    );
    const sent = machines.all.map(({ server }) => [
      server.log.commands.length,
      server.log.authentications.length,
    ]);
    const ran = await machines.run(['deploy', inventory()], {
      env: { HOME: stranger, PATH: process.env['PATH'] },
    });
    expect(ran).toMatchObject({ code: 4, steps: [] });
    const refused = ran.diagnostics.filter(({ severity }) => severity === 'error');
    expect(new Set(refused.map(({ host }) => host))).toEqual(new Set(['n1', 'n2']));
    expect(
      machines.all.map(({ server }) => [server.log.commands.length, server.log.authentications.length]),
    ).toEqual(sent);
  });

  test('a start that fails is told with its cause; what needs it waits, the rest is as it was: 5', async () => {
    const before = pids();
    process.kill(machines.pidOf('broker-a-s'), 'SIGKILL');
    process.kill(machines.pidOf('broker-a'), 'SIGKILL');
    const ran = await machines.run(['deploy', inventory({ brokerA: ', jvm: ["-XX:+NoSuchOption"]' })]);
    expect(ran.code).toBe(5);
    const failed = ran.steps.filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([
      {
        instance: 'broker-a',
        summary: expect.stringContaining('the JDK does not know one of the JVM options'),
        hint: expect.stringContaining('jvm in the inventory'),
        log: expect.arrayContaining(["Unrecognized VM option 'NoSuchOption'"]),
      },
    ]);
    expect(ran.steps).toContainEqual(expect.objectContaining({ instance: 'broker-a-s', status: 'blocked' }));
    expect(ran.summary).toMatchObject({ ok: false, failed: 1 });
    expect(pids().filter((pid, i) => pid !== before[i])).toHaveLength(1); // the pid file of the one that died

    const mended = await machines.run(['deploy', inventory()]);
    expect(mended).toMatchObject({ code: 0, services: ['broker-a start', 'broker-a-s start'] });
  });

  test('a run that is interrupted says so, and the next one goes on from there: 130', async () => {
    for (const name of ['broker-a', 'broker-a-s', 'broker-b']) process.kill(machines.pidOf(name), 'SIGKILL');
    const ran = await machines.run(['deploy', inventory()], {}, /"event":"step"/);
    expect(ran.code).toBe(130);
    expect(ran.diagnostics).toContainEqual(expect.objectContaining({ code: 'INTERRUPTED' }));
    expect(ran.services).not.toContain('broker-a-s start');
    // these servers outlive their connections, and so does the lock
    for (const { home } of machines.all) rmSync(join(home, '.local/state/rmqctl/flow.lock'), { force: true });
    const next = await machines.run(['deploy', inventory()]);
    expect(next.code).toBe(0);
    expect(next.services).toContain('broker-a-s start');
    expect(await machines.run(['deploy', inventory()])).toMatchObject({ code: 0, steps: [] });
  });

  test('an instance that the inventory no longer has is stopped and forgotten, its store kept', async () => {
    const single = inventory({ name: 'less.yaml' });
    const text = readFileSync(join(machines.client, single), 'utf8');
    machines.write(single, text.replace(/ {2}broker-b:\n.*\n.*\n/, ''));
    const ran = await machines.run(['deploy', single]);
    expect(ran).toMatchObject({ code: 0 });
    expect([...ran.services].sort()).toEqual(['broker-b stop', 'broker-b-s stop']);
    expect(existsSync(`/proc/${machines.pidOf('broker-b')}`)).toBe(false);
    expect(existsSync(config('n2', 'broker-b'))).toBe(false);
    expect(statSync(fileOf('n2', 'store/broker-b')).isDirectory()).toBe(true);
    expect(await machines.run(['deploy', single])).toMatchObject({ code: 0, steps: [] });
    const logs = fileOf('n2', 'logs/broker-b');
    expect(existsSync(logs)).toBe(true);
    expect(await machines.run(['deploy', inventory()])).toMatchObject({
      code: 0,
      services: ['broker-b start', 'broker-b-s start'],
    });
  });
});
