import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed, type Inventory } from './cluster.ts';
import { allProcesses, differences, files } from './host-state.ts';
import { named, type Outcome } from './rmqctl.ts';

/** What goes wrong on hosts, and what the user is told: logins first, then instances that do not start. */

const STORE = '/usr/local/rocketmq/store';

describe.skipIf(whyNoHosts())('failures', () => {
  let bed: TestBed;
  let inventory: string;

  beforeAll(async () => {
    bed = await TestBed.up('failures', { count: 2 });
    inventory = await bed.write('cluster.yaml', bed.pair());
  });
  afterAll(() => bed?.down());

  const running = () => allProcesses(bed.fleet, 'h1', 'h2');
  const untouched = (host: string) =>
    files(bed.fleet, host, '/etc', '/usr/local', '/var/lib/rmqctl', '/var/log/rocketmq');
  const errors = ({ diagnostics }: Outcome) => diagnostics.filter(({ severity }) => severity === 'error');

  describe('host keys', () => {
    const withKeys = async (name: string, knownHosts: string) =>
      bed.write(`${name}.yaml`, { ...bed.pair(), ssh: { identity: bed.fleet.key, knownHosts } });

    test('a host whose key known_hosts does not hold is refused, and not touched', async () => {
      const knownHosts = join(bed.directory, 'empty');
      await writeFile(knownHosts, '');
      const before = await untouched('h1');
      const refused = await bed.rmqctl(['deploy', await withKeys('unknown', knownHosts)]);
      expect(refused.code).toBe(4);
      expect(errors(refused).map(({ host }) => host)).toEqual(['h1', 'h2']);
      expect(errors(refused)[0]?.message).toContain(bed.fleet.host('h1').ip);
      expect(errors(refused)[0]?.hint).toContain('--accept-new');
      expect(await readFile(knownHosts, 'utf8')).toBe('');
      expect(differences(before, await untouched('h1'))).toEqual([]);
    });

    test('--accept-new records the key and says so; then it is known', async () => {
      const knownHosts = join(bed.directory, 'empty');
      const path = await withKeys('unknown', knownHosts);
      const accepted = await bed.rmqctl(['plan', path, '--accept-new']);
      expect(accepted.code).toBe(0);
      const notes = accepted.diagnostics
        .filter(({ severity }) => severity === 'note')
        .map(({ message }) => message);
      for (const name of ['h1', 'h2'])
        expect(notes.join('\n')).toMatch(new RegExp(`${bed.fleet.host(name).ip}.*${knownHosts}`));
      expect((await bed.rmqctl(['plan', path])).code).toBe(0);
    });

    test('a key that is not the recorded one is refused, with --accept-new too', async () => {
      const knownHosts = join(bed.directory, 'swapped');
      await copyFile(bed.fleet.knownHosts, knownHosts);
      const { ip: one } = bed.fleet.host('h1');
      const { ip: two } = bed.fleet.host('h2');
      const right = await readFile(knownHosts, 'utf8');
      const swapped = right.replaceAll(one, 'one').replaceAll(two, one).replaceAll('one', two);
      await writeFile(knownHosts, swapped);
      const refused = await bed.rmqctl(['plan', await withKeys('swapped', knownHosts), '--accept-new']);
      expect(refused.code).toBe(4);
      expect(errors(refused).map(({ host }) => host)).toEqual(['h1', 'h2']);
      expect(await readFile(knownHosts, 'utf8')).toBe(swapped);
    });
  });

  describe('instances that die on start', () => {
    const brokerA = (master: Inventory): Inventory => ({
      ...bed.pair(),
      brokers: {
        'broker-a': { master: { host: 'h1', ...master }, slaves: ['h2'] },
        'broker-b': ['h2', 'h1'],
      },
    });
    const step = ({ steps }: Outcome, instance: string) =>
      steps.find((candidate) => candidate.instance === instance && candidate.resource.startsWith('service:'));

    /** broker-a failed because it had died, not for a deadline, with its last lines and what to do; its slave is blocked. */
    const expectDeath = (outcome: Outcome, told: { summary: RegExp; hint: RegExp; log: RegExp }) => {
      expect(outcome.code, outcome.stdout).toBe(5);
      const failed = step(outcome, 'broker-a');
      expect(failed).toMatchObject({ host: 'h1', status: 'failed' });
      expect(failed?.summary).toMatch(/^broker-a (died while starting|cannot start)/);
      expect(failed?.summary).toMatch(told.summary);
      expect(failed?.hint).toMatch(told.hint);
      expect(failed?.log?.join('\n')).toMatch(told.log);
      expect(outcome.summary.failed).toBe(1);
    };

    test('a heap larger than the memory: the rest is deployed, what needs it is blocked', async () => {
      const path = await bed.write('heap.yaml', brokerA({ heap: { size: '900g', direct: '512m' } }));
      const outcome = await bed.rmqctl(['deploy', path]);
      expectDeath(outcome, {
        summary: /: .*memory/,
        hint: /smaller heap/,
        log: /insufficient memory|reserve enough space/,
      });
      expect(step(outcome, 'broker-a-s')?.status).toBe('blocked');
      expect(outcome.summary.blocked).toBe(1);
      expect(step(outcome, 'broker-b')?.status).toBe('changed');
      expect(step(outcome, 'broker-b-s')?.status).toBe('changed');
      expect([...(await running()).keys()].sort()).toEqual([
        'broker-b',
        'broker-b-s',
        'namesrv-h1',
        'namesrv-h2',
      ]);
    });

    test('a port that is taken', async () => {
      await bed.fleet.exec('h1', 'systemd-run --quiet --unit squatter nc -lk 10911');
      await expect
        .poll(() => bed.out('h1', 'ss -Hltn sport = :10911'), { timeout: 30_000 })
        .toContain('LISTEN');
      const before = await running();
      const outcome = await bed.rmqctl(['deploy', inventory]);
      await bed.fleet.exec('h1', 'systemctl stop squatter');
      expectDeath(outcome, {
        summary: /: a port it needs is taken/,
        hint: /ss -ltnp/,
        log: /Address already in use/,
      });
      expect(step(outcome, 'broker-a-s')?.status).toBe('blocked');
      expect(differences(before, await running())).toEqual([]);
    });

    test('the cause removed, the next run finishes', async () => {
      const outcome = await bed.deploy(inventory);
      expect(outcome.steps.map(named)).toEqual([
        'h1 service:rocketmq-cluster-broker-a.service start',
        'h2 service:rocketmq-cluster-broker-a-s.service start',
      ]);
    });

    test('a store that belongs to somebody else', async () => {
      await bed.fleet.exec('h1', 'systemctl stop rocketmq-cluster-broker-a');
      await bed.fleet.exec('h1', `chown -R root:root ${STORE}/broker-a && chmod -R go-rwx ${STORE}/broker-a`);
      const outcome = await bed.rmqctl(['deploy', inventory]);
      await bed.fleet.exec('h1', `chown -R rocketmq:rocketmq ${STORE}/broker-a`);
      expectDeath(outcome, { summary: /: .*not accessible/, hint: /user/, log: /Permission denied/ });
      await bed.deploy(inventory);
    });

    test('a process that is gone after it was ready is what verify and the exit code 6 are for', async () => {
      await bed.fleet.exec('h2', 'systemctl stop rocketmq-cluster-broker-a-s');
      const outcome = await bed.rmqctl(['verify', inventory]);
      expect(outcome.code).toBe(6);
      const failed = outcome.checks.filter(({ status }) => status === 'fail');
      expect(failed).toContainEqual(
        expect.objectContaining({ check: 'process', host: 'h2', instance: 'broker-a-s' }),
      );
      await bed.deploy(inventory);
    });
  });

  describe('a host that is away', () => {
    beforeAll(() => bed.fleet.fault('link-down', 'h2'));

    test('exit code 4 names it; with nothing to do elsewhere nothing is done', async () => {
      const before = await running();
      const outcome = await bed.rmqctl(['deploy', inventory]);
      expect(outcome.code).toBe(4);
      expect(errors(outcome).map(({ host }) => host)).toEqual(['h2']);
      expect(outcome.summary.perHost?.map(({ host }) => host).sort()).toEqual(['h1', 'h2']);
      expect(outcome.steps).toEqual([]);
      expect(differences(before, await running())).toEqual([]);
    });

    test('what runs is not restarted while the other member of its broker may be down', async () => {
      const before = await running();
      const changed = await bed.write('changed.yaml', {
        ...bed.pair(),
        brokers: {
          'broker-a': ['h1', 'h2'],
          'broker-b': { master: 'h2', slaves: ['h1'], properties: { fileReservedTime: 24 } },
        },
      });
      const outcome = await bed.rmqctl(['deploy', changed]);
      expect(outcome.code).toBe(4);
      expect(differences(before, await running())).toEqual([]);

      await bed.fleet.fault('link-up', 'h2');
      await bed.deploy(changed);
      expect(differences(before, await running())).toEqual(['broker-b', 'broker-b-s']);
    });
  });
});
