import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { run } from '../bed/run.ts';
import { TestBed } from './cluster.ts';
import { brokerStatus, clusterList, createTopic, receive, send, type Admin } from './mqadmin.ts';
import { BIN, complaints } from './rmqctl.ts';

/**
 * Upgrades the two-host cluster from 4.9.4 to 5.3.3 in one deployment and downgrades it in another, synchronous and asynchronous.
 * During the upgrade each restarted slave follows a master that still runs 4.9.4 and does not know the requests of 5.x; during
 * the downgrade a slave of 4.9.4 follows a master of 5.3.3, on a store that 5.3.3 wrote. mqadmin is the judge.
 */
const OLD = '4.9.4';
const NEW = '5.3.3';
const CLUSTER = 'rocketmq-cluster';
const BROKERS = ['broker-a', 'broker-b'] as const;

beforeAll(async () => {
  if (whyNoHosts()) return;
  const fetched = await run([process.execPath, BIN, 'fetch', NEW], { timeout: 300_000 });
  expect(fetched.code, fetched.stderr).toBe(0);
});

// mostly waiting, so the modes run side by side, each on separate hosts
describe.skipIf(whyNoHosts()).concurrent.each(['sync', 'async'])(
  'a move over a major release, mode %s',
  (mode) => {
    let bed: TestBed;

    beforeAll(async () => {
      bed = await TestBed.up(`upgrade-${mode}`, { count: 2 });
    });
    afterAll(() => bed?.down());

    const inventory = (version: string): Promise<string> =>
      bed.write(`${version}.yaml`, { ...bed.pair(), mode, version });

    const admin = (): Admin => ({
      fleet: bed.fleet,
      host: 'h1',
      nameServer: `${bed.fleet.host('h2').ip}:9876`,
    });

    /** The releases that the four members say they run, by mqadmin. */
    async function running(): Promise<string[]> {
      const rows = await clusterList(admin());
      const states = await Promise.all(rows.map((row) => brokerStatus(admin(), row.split(' ').at(-1)!)));
      return states.map((state) => state.get('brokerVersionDesc') ?? '');
    }

    /** Deploys a release in one run; it ends with every member on it. */
    async function moveTo(version: string): Promise<void> {
      const outcome = await bed.rmqctl(['deploy', await inventory(version)], { timeout: 480_000 });
      expect(outcome.code, complaints(outcome)).toBe(0);
      expect(await running()).toEqual(Array.from({ length: 4 }, () => `V${version.replaceAll('.', '_')}`));
    }

    async function sendEach(body: string): Promise<void> {
      for (const broker of BROKERS)
        expect(await send(admin(), { topic: 'kept', broker, body: `${body}-${broker}` })).toBe('SEND_OK');
    }

    async function expectKept(...bodies: readonly string[]): Promise<void> {
      for (const broker of BROKERS)
        expect(await receive(admin(), { topic: 'kept', broker })).toEqual(
          bodies.map((body) => `${body}-${broker}`),
        );
    }

    test.sequential(
      'an upgrade ends with exit code 0 in one run, and every message is still there',
      { timeout: 600_000 },
      async () => {
        await bed.deploy(await inventory(OLD), '--verify', 'none');
        await createTopic(admin(), CLUSTER, 'kept');
        await sendEach('before');
        expect(await running()).toEqual(Array.from({ length: 4 }, () => 'V4_9_4'));

        await moveTo(NEW);
        await sendEach('after');
        await expectKept('before', 'after');
      },
    );

    test.sequential(
      'a downgrade ends with exit code 0 in one run, and every message is still there',
      { timeout: 600_000 },
      async () => {
        await moveTo(OLD);
        await sendEach('back');
        await expectKept('before', 'after', 'back');
      },
    );
  },
);
