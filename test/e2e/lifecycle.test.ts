import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed } from './cluster.ts';
import { allProcesses, differences, files, openPorts } from './host-state.ts';
import { clusterList, createTopic, receive, send, type Admin } from './mqadmin.ts';
import { complaints, named, type Outcome } from './rmqctl.ts';

/**
 * stop, start, restart and destroy on two hosts with systemd and firewalld: each leaves exactly what it says. The tests follow
 * one another.
 */

const CLUSTER = 'rocketmq-cluster';
const STORE = '/usr/local/rocketmq/store';
/** Somebody else's file among our logs, and the directories that cannot go for it. */
const NOTES = ['/var/log/rocketmq', '/var/log/rocketmq/broker-b', '/var/log/rocketmq/broker-b/notes'];
const HOSTS = ['h1', 'h2'] as const;

describe.skipIf(whyNoHosts())('the life of a cluster', () => {
  let bed: TestBed;
  let inventory: string;
  let admin: Admin;
  let before: Awaited<ReturnType<typeof state>>;

  beforeAll(async () => {
    bed = await TestBed.up('lifecycle', { count: 2 });
    inventory = await bed.write('cluster.yaml', bed.pair());
    admin = { fleet: bed.fleet, host: 'h1', nameServer: `${bed.fleet.host('h2').ip}:9876` };
    await bed.fleet.exec('h1', 'firewall-cmd -q --permanent --add-port=9876/tcp && firewall-cmd -q --reload');
    before = await state();
    await bed.deploy(inventory);
    await bed.fleet.exec('h2', 'echo mine >/var/log/rocketmq/broker-b/notes');
    await createTopic(admin, CLUSTER, 'life');
    for (const broker of ['broker-a', 'broker-b'])
      expect(await send(admin, { topic: 'life', broker, body: `kept-by-${broker}` })).toBe('SEND_OK');
  });
  afterAll(() => bed?.down());

  const running = async (): Promise<string[]> => [...(await allProcesses(bed.fleet, ...HOSTS)).keys()].sort();

  /** Everything that a deployment may touch: files, users, ports that are open and ports that are listened on. */
  async function state() {
    const directories = ['/etc', '/usr/local', '/var/lib/rmqctl', '/var/log/rocketmq', '/run/rmqctl'];
    const all = await Promise.all(
      HOSTS.map(async (host) => ({
        files: await files(bed.fleet, host, ...directories),
        open: await openPorts(bed.fleet, host),
        listening: await bed.out(host, "ss -Hltn | awk '{print $4}' | sort"),
        units: await bed.out(host, "systemctl list-units --all --no-legend 'rocketmq*'"),
      })),
    );
    return all;
  }

  /** Files that differ, without those that firewalld and useradd rewrite; the rest of the state compared as it is. */
  function changed(now: Awaited<ReturnType<typeof state>>): string[] {
    const rewritten = /^\/etc\/(firewalld\/|(passwd|group|shadow|gshadow|subuid|subgid)-?$|systemd\/system)/;
    return now.flatMap(({ files: found }, i) =>
      differences(before[i]!.files, found).filter((path) => path !== '/etc' && !rewritten.test(path)),
    );
  }

  async function done(...args: string[]): Promise<Outcome> {
    const outcome = await bed.rmqctl(args);
    expect(outcome.code, complaints(outcome)).toBe(0);
    return outcome;
  }

  const steps = ({ steps: all }: Outcome): string[] =>
    all.map(({ action, instance }) => `${action} ${instance}`);

  test('stop --limit of a host stops what runs there, its slave before its name server, and nothing else', async () => {
    const outcome = await done('stop', inventory, '--limit', 'h1');
    expect(steps(outcome).slice(0, 2).sort()).toEqual(['stop broker-a', 'stop broker-b-s']);
    expect(steps(outcome)[2]).toBe('stop namesrv-h1');
    expect(await running()).toEqual(['broker-a-s', 'broker-b', 'namesrv-h2']);
  });

  test('stop stops the rest, and no process was killed or is left', async () => {
    const outcome = await done('stop', inventory);
    expect(steps(outcome)).toEqual(['stop broker-a-s', 'stop broker-b', 'stop namesrv-h2']);
    expect(await running()).toEqual([]);
    expect(outcome.diagnostics.filter(({ code }) => code === 'STEP_WARNING')).toEqual([]);
    for (const host of HOSTS) expect(await bed.out(host, `ls ${STORE}/*/abort 2>/dev/null`)).toBe('');
    expect((await done('stop', inventory)).steps).toEqual([]);
  });

  test('start starts everything in order, once', async () => {
    const order = steps(await done('start', inventory));
    expect(order.slice(0, 2).sort()).toEqual(['start namesrv-h1', 'start namesrv-h2']);
    expect(order.indexOf('start broker-a')).toBeLessThan(order.indexOf('start broker-a-s'));
    expect(order.indexOf('start broker-b')).toBeLessThan(order.indexOf('start broker-b-s'));
    expect((await done('start', inventory)).steps).toEqual([]);
    expect((await bed.deploy(inventory)).steps).toEqual([]);
  });

  test('restart of a broker: the slave, in sync, then the master; nobody else', async () => {
    const pids = await allProcesses(bed.fleet, ...HOSTS);
    const outcome = await done('restart', inventory, '--limit', 'broker-a*');
    expect(steps(outcome)).toEqual(['restart broker-a-s', 'restart broker-a']);
    expect(differences(pids, await allProcesses(bed.fleet, ...HOSTS))).toEqual(['broker-a', 'broker-a-s']);
    expect(outcome.diagnostics.filter(({ code }) => code === 'NOT_IN_SYNC')).toEqual([]);
    // a master that waits for its slave takes the next message at once
    expect(await send(admin, { topic: 'life', broker: 'broker-a', body: 'after' })).toBe('SEND_OK');
  });

  test('destroy shows what goes and asks; without an answer nothing goes', async () => {
    const outcome = await bed.rmqctl(['destroy', inventory]);
    expect(outcome.code).toBe(2);
    expect(outcome.diagnostics.map(({ code }) => code)).toContain('NOT_CONFIRMED');
    expect(await running()).toHaveLength(6);
  });

  test('a broker that does not end is not killed by systemd either; --force kills it, and says so', async () => {
    const frozen = (await allProcesses(bed.fleet, 'h1')).get('broker-b-s');
    // again and again: systemd sends SIGCONT with SIGTERM
    const freezing = `while kill -STOP ${frozen}; do sleep 0.02; done`;
    await bed.out('h1', `systemd-run -q --unit=freezing sh -c '${freezing}'`);
    const stop = ['stop', inventory, '--limit', 'broker-b-s', '--timeout', '3'];
    const refused = await bed.rmqctl(stop);
    expect(refused.code).toBe(5);
    const failed = refused.steps.find(({ status }) => status === 'failed');
    expect(failed?.summary).toContain(`pid ${frozen} did not end within 3 s of SIGTERM`);
    expect((await allProcesses(bed.fleet, 'h1')).get('broker-b-s')).toBe(frozen);
    const forced = await done(...stop, '--force');
    const warned = forced.diagnostics.filter(({ code }) => code === 'STEP_WARNING');
    expect(warned.map(({ message }) => message)).toEqual([expect.stringContaining('killed (SIGKILL)')]);
    expect(await running()).not.toContain('broker-b-s');
  });

  test('a restarted name server waits for the brokers that run; one that does not is named', async () => {
    const outcome = await done('restart', inventory, '--limit', 'namesrv-h2', '--timeout', '45');
    expect(steps(outcome)).toEqual(['restart namesrv-h2']);
    const warned = outcome.diagnostics.filter(({ code }) => code === 'BROKER_NOT_RUNNING');
    expect(warned.map(({ message }) => message)).toEqual([
      'namesrv-h2 does not wait for the registration of broker-b-s: not running',
    ]);
    const known = (await clusterList(admin)).map((row) => row.split(' ').slice(1, 3).join(' '));
    expect(known).toEqual(['broker-a 0', 'broker-a 1', 'broker-b 0']);
  });

  test('destroy leaves the stores, their owner and what others put there, and nothing else', async () => {
    const outcome = await done('destroy', inventory, '--yes');
    expect(outcome.steps.at(-1)?.resource).toBe(`manifest:${CLUSTER}`);
    expect(outcome.diagnostics.filter(({ code }) => code === 'STORE_KEPT')).toHaveLength(4);
    const now = await state();
    const left = changed(now).filter((path) => !path.startsWith('/usr/local/rocketmq'));
    const memory = ['/var/lib/rmqctl', '/var/lib/rmqctl/made'];
    expect(left.sort()).toEqual([...memory, ...memory, ...NOTES].sort());
    expect(now.map(({ open, listening, units }) => ({ open, listening, units }))).toEqual(
      before.map(({ open, listening, units }) => ({ open, listening, units })),
    );
    expect(now[0]!.open).toEqual([9876]); // opened by somebody else
    expect(await bed.out('h2', 'cat /var/log/rocketmq/broker-b/notes')).toBe('mine');
    expect(await bed.out('h1', 'id -un rocketmq')).toBe('rocketmq');
    expect((await done('destroy', inventory, '--yes')).steps).toEqual([]);
  });

  test('deployed again, every message sent before is read', async () => {
    await bed.deploy(inventory);
    expect(await receive(admin, { topic: 'life', broker: 'broker-a' })).toEqual([
      'kept-by-broker-a',
      'after',
    ]);
    expect(await receive(admin, { topic: 'life', broker: 'broker-b' })).toEqual(['kept-by-broker-b']);
  });

  test('destroy --purge-store leaves the hosts as they were', async () => {
    const outcome = await done('destroy', inventory, '--purge-store', '--yes');
    expect(outcome.steps.map(named)).toContain('h1 user:rocketmq delete');
    const now = await state();
    // what could not go is remembered, for whoever empties it
    const remembered = ['/var/lib/rmqctl', '/var/lib/rmqctl/made'];
    expect(changed(now).sort()).toEqual([...remembered, ...NOTES]);
    for (const host of HOSTS) expect(await bed.out(host, 'id rocketmq 2>&1')).toContain('no such user');
    expect((await done('destroy', inventory, '--purge-store', '--yes')).steps).toEqual([]);
  });
});
