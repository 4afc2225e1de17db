import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet, whyNoHosts } from '../bed/hosts.ts';
import { inTurn, median, report, seconds } from './measure.ts';

/**
 * `verify` and `status` of two hosts, each against one `mqadmin clusterList` on one of them, in turn. RMQCTL_ROUNDS: how often,
 * default 5.
 */
const ROUNDS = Number(process.env['RMQCTL_ROUNDS'] ?? 5);
const RMQCTL = resolve(process.env['RMQCTL_BIN'] ?? 'bin/rmqctl.js');
/** What each may take, in times of a clusterList. */
const BARS = [
  ['verify', 1],
  ['status', 1 / 3],
] as const;

describe.skipIf(whyNoHosts())(`two hosts, ${ROUNDS} rounds`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'rmqctl-bench-verify-'));
  const inventory = join(folder, 'inventory.json');
  const state: { fleet?: Fleet } = {};

  beforeAll(async () => {
    const fleet = await Fleet.up({ count: 2, name: 'bench-verify' });
    state.fleet = fleet;
    writeFileSync(inventory, await fleet.inventory(2));
    const deploy = ['node', RMQCTL, 'deploy', inventory, '--verify', 'full', '--json'] as const;
    await seconds(() => fleet.control(deploy, { timeout: 300_000 }));
  }, 900_000);
  afterAll(async () => {
    await state.fleet?.down();
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  test.each(BARS)('%s takes %f times a clusterList at most', { timeout: 600_000 }, async (command, bar) => {
    const fleet = state.fleet!;
    const servers = `${fleet.hosts[0]!.ip}:9876`;
    const times = await inTurn(
      ROUNDS,
      () => seconds(() => fleet.control(['node', RMQCTL, command, inventory, '--json'])),
      () => seconds(() => fleet.exec('h1', `bash -lc 'mqadmin clusterList -n ${servers}'`)),
    );
    console.log(report(`${command} / mqadmin clusterList`, times, bar));
    expect(median(times.a) / median(times.b)).toBeLessThanOrEqual(bar);
  });
});
