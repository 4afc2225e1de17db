import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { run } from '../bed/run.ts';
import { TestBed } from './cluster.ts';
import { brokerStatus, clusterList, createTopic, receive, send, type Admin } from './mqadmin.ts';
import { BIN, complaints } from './rmqctl.ts';

/**
 * The two-host cluster goes from 4.9.4 to 5.3.3 in one deployment, synchronous and asynchronous: each slave that has been
 * restarted is followed by a master that still runs 4.9.4 and does not know the requests of 5.x. mqadmin is the judge.
 */
const FROM = '4.9.4';
const TO = '5.3.3';
const CLUSTER = 'rocketmq-cluster';
const BROKERS = ['broker-a', 'broker-b'] as const;

describe.skipIf(whyNoHosts()).each(['sync', 'async'])('an upgrade over a major release, mode %s', (mode) => {
  let bed: TestBed;

  beforeAll(async () => {
    const fetched = await run([process.execPath, BIN, 'fetch', TO], { timeout: 300_000 });
    expect(fetched.code, fetched.stderr).toBe(0);
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

  test(
    'ends with exit code 0 in one run, and every message is still there',
    { timeout: 600_000 },
    async () => {
      await bed.deploy(await inventory(FROM), '--verify', 'none');
      await createTopic(admin(), CLUSTER, 'kept');
      for (const broker of BROKERS)
        expect(await send(admin(), { topic: 'kept', broker, body: `before-${broker}` })).toBe('SEND_OK');
      expect(await running()).toEqual(Array.from({ length: 4 }, () => 'V4_9_4'));

      const outcome = await bed.rmqctl(['deploy', await inventory(TO)], { timeout: 480_000 });
      expect(outcome.code, complaints(outcome)).toBe(0);
      expect(await running()).toEqual(Array.from({ length: 4 }, () => 'V5_3_3'));
      for (const broker of BROKERS) {
        expect(await send(admin(), { topic: 'kept', broker, body: `after-${broker}` })).toBe('SEND_OK');
        expect(await receive(admin(), { topic: 'kept', broker })).toEqual([
          `before-${broker}`,
          `after-${broker}`,
        ]);
      }
    },
  );
});
