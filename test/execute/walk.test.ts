import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RmqctlError } from '../../src/errors.ts';
import { releaseSupplier } from '../../src/execute/supplies/suppliers.ts';
import { walk, type WalkOptions } from '../../src/execute/walk.ts';
import type { ReleaseSupply } from '../../src/resources/release.ts';
import type { Step } from '../../src/plan/steps/plan.ts';
import type { RmqctlEvent, StepEvent } from '../../src/model/events.ts';
import { sh } from '../../src/shell/script.ts';
import { FakeHosts, type Outcome } from '../sample/fake-hosts.ts';
import { step } from '../sample/steps.ts';

interface Walked {
  readonly failed: ReadonlySet<string>;
  /** "host resource status" in the order in which steps ended */
  readonly ended: string[];
  readonly events: RmqctlEvent[];
}

async function walked(
  steps: readonly Step[],
  hosts: FakeHosts,
  over: Partial<WalkOptions> = {},
): Promise<Walked> {
  const events: RmqctlEvent[] = [];
  const names = [...new Set(steps.map(({ host }) => host))];
  const failed = await walk(
    { steps, unchanged: [] },
    {
      transports: hosts.transports(names),
      emit: (event) => events.push(event),
      parallel: 32,
      now: () => 0,
      patience: 0,
      suppliers: [],
      ...over,
    },
  );
  return { failed, events, ended: stepsOf(events).map((e) => `${e.host} ${e.resource} ${e.status}`) };
}

const stepsOf = (events: readonly RmqctlEvent[]): StepEvent[] =>
  events.filter((event) => event.event === 'step');

function deferred(): { promise: Promise<void>; resolve: () => void } {
  const parts: { resolve?: () => void } = {};
  const promise = new Promise<void>((resolve) => (parts.resolve = resolve));
  return { promise, resolve: () => parts.resolve?.() };
}

const service = (host: string, name: string, needs: string[] = []): Step =>
  step(`${host} service:${name}`, {
    gate: sh`:`,
    instance: name,
    action: 'start',
    needs,
    subject: { instance: name, ready: {} },
  });

/** Two machines, two name servers, two masters and their slaves, as at a first deployment. */
function freshCluster(): Step[] {
  const [ns1, ns2, a, b] = ['n1 service:ns1', 'n2 service:ns2', 'n1 service:a', 'n2 service:b'] as const;
  return [
    step('n1 file:1'),
    step('n2 file:2'),
    service('n1', 'ns1', ['n1 file:1']),
    service('n2', 'ns2', ['n2 file:2']),
    service('n1', 'a', [ns1, ns2]),
    service('n2', 'b', [ns1, ns2]),
    service('n2', 'a-s', [ns1, ns2, a]),
    service('n1', 'b-s', [ns1, ns2, b]),
  ];
}

describe('a walk', () => {
  test('gives a host one script for each time it has to wait for another', async () => {
    const hosts = new FakeHosts();
    const { failed, ended } = await walked(freshCluster(), hosts);
    expect(failed.size).toBe(0);
    expect(ended).toHaveLength(8);
    expect(hosts.told.filter((script) => script.startsWith('n1'))).toEqual([
      'n1: act file:1, act service:ns1, gate service:ns1',
      'n1: act service:a, gate service:a',
      'n1: act service:b-s, gate service:b-s',
    ]);
    expect(hosts.scripts).toHaveLength(6);
  });

  test('does all of one host by one script, whatever it needs of itself', async () => {
    const hosts = new FakeHosts();
    const names = Array.from({ length: 40 }, (_, i) => `n1 file:${i}`);
    await walked(
      names.map((key, i) => step(key, { needs: i === 0 ? [] : [names[i - 1]!] })),
      hosts,
    );
    expect(hosts.scripts).toHaveLength(1);
  });

  test('works on no more hosts at once than it may', async () => {
    const hosts = new FakeHosts();
    const steps = Array.from({ length: 12 }, (_, i) => step(`n${i} file:x`));
    const { ended } = await walked(steps, hosts, { parallel: 3 });
    expect([ended.length, hosts.mostRunning]).toEqual([12, 3]);
  });

  test('lets a host begin as soon as its last need has been fulfilled, not when the script there ends', async () => {
    const hosts = new FakeHosts();
    const { promise, resolve } = deferred();
    hosts.decide = ({ key, host }) => {
      if (host === 'n2') resolve();
      return key === 'n1 file:slow' ? promise : undefined;
    };
    const steps = [step('n1 file:a'), step('n1 file:slow'), step('n2 file:b', { needs: ['n1 file:a'] })];
    expect((await walked(steps, hosts)).ended).toEqual([
      'n1 file:a changed',
      'n2 file:b changed',
      'n1 file:slow changed',
    ]);
  });

  test('a failed step blocks what needs it on other hosts; the rest goes on', async () => {
    const hosts = new FakeHosts();
    hosts.decide = ({ key, what }) =>
      key === 'n1 service:a' && what === 'gate' ? { status: '1', text: 'died\nx' } : undefined;
    const { failed, ended, events } = await walked(freshCluster(), hosts);
    expect([...failed].sort()).toEqual(['n1 service:a', 'n2 service:a-s']);
    expect(ended).toContain('n1 service:b-s changed');
    const told = (resource: string) => stepsOf(events).find((event) => event.resource === resource);
    expect(told('service:a')).toMatchObject({
      status: 'failed',
      summary: 'a died while starting',
      log: ['x'],
    });
    expect(told('service:a-s')).toMatchObject({
      status: 'blocked',
      summary: expect.stringContaining('n1 service:a'),
    });
  });

  test('what needs something of a host that could not be looked at is blocked', async () => {
    const steps = [
      step('n1 file:a', { needs: ['lost service:ns'] }),
      step('n1 file:b', { needs: ['n1 file:a'] }),
      step('n1 file:c'),
    ];
    const { ended } = await walked(steps, new FakeHosts());
    expect(ended.sort()).toEqual(['n1 file:a blocked', 'n1 file:b blocked', 'n1 file:c changed']);
  });

  test('a connection lost half-way fails what was under way there, with its cause; what had answered is done', async () => {
    const hosts = new FakeHosts();
    const lost = new RmqctlError('CONNECTION_LOST', 'n1 hung up', { host: 'n1', hint: 'run again', exit: 4 });
    const steps = [
      step('n1 file:a'),
      step('n1 file:b'),
      step('n1 file:c'),
      step('n2 file:d', { needs: ['n1 file:b'] }),
      step('n2 file:e', { needs: ['n1 file:a'] }),
    ];
    hosts.decide = ({ key }) => (key === 'n1 file:b' ? lost : undefined);
    const { ended, events } = await walked(steps, hosts);
    expect(ended.sort()).toEqual([
      'n1 file:a changed',
      'n1 file:b failed',
      'n1 file:c failed',
      'n2 file:d blocked',
      'n2 file:e changed',
    ]);
    expect(stepsOf(events).find(({ resource }) => resource === 'file:c')).toMatchObject({
      summary: 'n1 hung up',
      hint: 'run again',
    });
  });

  test('tells each step once, as it ends, with its time', async () => {
    const clock = { now: 0 };
    const hosts = new FakeHosts();
    hosts.decide = ({ what, key }): Outcome | undefined => {
      clock.now += what === 'gate' ? 5000 : 250;
      return key === 'n1 file:b' ? { status: '3', text: 'no room\n' } : undefined;
    };
    const steps = [step('n1 file:a'), step('n1 file:b'), service('n1', 'ns', ['n1 file:a'])];
    const { events } = await walked(steps, hosts, { now: () => clock.now });
    expect(stepsOf(events)).toMatchObject([
      { resource: 'file:a', status: 'changed', seconds: 0.25, summary: 'make file:a' },
      { resource: 'file:b', status: 'failed', seconds: 0.25, summary: 'make file:b: no room' },
      { resource: 'service:ns', status: 'changed', seconds: 5.25, instance: 'ns' },
    ]);
  });

  test('starts nothing more once it is aborted', async () => {
    const hosts = new FakeHosts();
    const abort = new AbortController();
    hosts.decide = ({ key }) => {
      if (key !== 'n1 file:a') return undefined;
      abort.abort(new DOMException('interrupted', 'AbortError'));
      return undefined;
    };
    const steps = [step('n1 file:a'), step('n1 file:b'), step('n2 file:c', { needs: ['n1 file:b'] })];
    const { ended, failed } = await walked(steps, hosts, { signal: abort.signal });
    expect(ended).toEqual(['n1 file:a changed']);
    expect([...failed]).toEqual(['n1 file:b', 'n2 file:c']);
    expect(hosts.scripts).toHaveLength(1);
  });

  test('an abort that hits several hosts at once, some of them begun late, leaves no rejection behind', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): unknown => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const hosts = new FakeHosts();
    const abort = new AbortController();
    const never = new Promise(() => undefined);
    hosts.decide = ({ key }) => {
      if (key === 'n3 file:late')
        setImmediate(() => abort.abort(new DOMException('interrupted', 'AbortError')));
      return key === 'n1 file:a' ? undefined : never;
    };
    const steps = [
      step('n1 file:a'),
      step('n1 file:b'),
      step('n2 file:c'),
      step('n3 file:late', { needs: ['n1 file:a'] }),
    ];
    expect((await walked(steps, hosts, { signal: abort.signal })).failed.size).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(hosts.running).toBe(0);
  });

  test('a bug is thrown once nothing runs any more, and leaves no rejection behind', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): unknown => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const hosts = new FakeHosts();
    hosts.decide = ({ key }) => (key === 'n1 file:a' ? undefined : new Error(`a bug at ${key}`));
    const steps = [
      step('n1 file:a'),
      step('n1 file:b'),
      step('n2 file:c', { needs: ['n1 file:a'] }),
      step('n3 file:d'),
    ];
    await expect(walked(steps, hosts)).rejects.toThrow('a bug at');
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', note);
    expect([unhandled, hosts.running]).toEqual([[], 0]);
  });

  test('a host with nothing to do is done, one that has to wait says so', async () => {
    const hosts = new FakeHosts();
    const steps = [step('n1 file:a'), step('n2 file:b', { needs: ['n1 file:a'] })];
    const { events } = await walked(steps, hosts, { transports: hosts.transports(['n1', 'n2', 'n3']) });
    const progress = events.filter((event) => event.event === 'progress');
    expect(progress.filter(({ host }) => host !== 'n1').slice(0, 2)).toMatchObject([
      { host: 'n2', stage: 'waiting for other hosts' },
      { host: 'n3', stage: 'done', done: true },
    ]);
  });

  describe('with a release', () => {
    const SUPPLY: ReleaseSupply = {
      kind: 'release',
      version: '4.9.4',
      directory: '/opt',
      file: '.r.upload',
      made: '/var/lib/rmqctl/made',
    };
    const unpack = (host: string): Step => step(`${host} release:/opt/r`, { supplies: [SUPPLY] });

    async function released(hosts: FakeHosts, steps: readonly Step[]): Promise<Walked & { asked: number }> {
      const root = mkdtempSync(join(tmpdir(), 'rmqctl-walk-'));
      const path = join(root, 'release.tar');
      writeFileSync(path, 'the release');
      const counted = { asked: 0 };
      const supplier = releaseSupplier(() => {
        counted.asked += 1;
        return Promise.resolve({ path, sha256: 'abc', bytes: 11 });
      });
      const result = await walked(steps, hosts, { suppliers: [supplier] });
      rmSync(root, { recursive: true });
      return { ...result, asked: counted.asked };
    }

    test('gets it once and sends it to each host that needs it, before the script', async () => {
      const hosts = new FakeHosts();
      const { asked, events, failed } = await released(hosts, [
        unpack('n1'),
        unpack('n2'),
        step('n3 file:a'),
      ]);
      expect(failed.size).toBe(0);
      expect(asked).toBe(1);
      expect(hosts.uploads.map(({ host, text }) => `${host} ${text}`).sort()).toEqual([
        'n1 the release',
        'n2 the release',
      ]);
      expect(hosts.uploads[0]?.argv.slice(-3)).toEqual(['/opt', '.r.upload', '/var/lib/rmqctl/made']);
      expect(events).toContainEqual(
        expect.objectContaining({ event: 'progress', host: 'n1', bytes: 11, totalBytes: 11 }),
      );
    });

    test('a host that cannot take it fails by itself', async () => {
      const hosts = new FakeHosts();
      hosts.upload = (host) => (host === 'n1' ? 1 : 0);
      const { ended, events } = await released(hosts, [unpack('n1'), unpack('n2')]);
      expect(ended.sort()).toEqual(['n1 release:/opt/r failed', 'n2 release:/opt/r changed']);
      const [failure] = stepsOf(events).filter(({ status }) => status === 'failed');
      expect(failure).toMatchObject({
        summary: expect.stringContaining('disk full'),
        hint: expect.any(String),
      });
    });

    test('a release that cannot be had fails on each host, and blocks what waits for it', async () => {
      const refused = new RmqctlError('DOWNLOAD_FAILED', 'no network', { hint: 'use an archive' });
      const steps = [step('n1 file:a'), unpack('n1'), step('n1 file:b'), unpack('n2')];
      const { ended, events } = await walked(steps, new FakeHosts(), {
        suppliers: [releaseSupplier(() => Promise.reject(refused))],
      });
      // what would have run in the same script has not, and why is told once a host
      expect(ended.sort()).toEqual([
        'n1 file:a blocked',
        'n1 file:b blocked',
        'n1 release:/opt/r failed',
        'n2 release:/opt/r failed',
      ]);
      expect(stepsOf(events).filter(({ summary }) => summary?.includes('no network'))).toHaveLength(2);
    });
  });
});
