import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet, whyNoHosts } from '../bed/hosts.ts';
import { median } from './measure.ts';

/**
 * `logs -f` on eight hosts that write 50,000 lines a second together: it must lose none, come to an end as soon as they do, and
 * hold no more memory at the end than at the beginning.
 */
const HOSTS = 8;
const LINES_A_SECOND = Number(process.env['RMQCTL_LOG_RATE'] ?? 50_000) / HOSTS;
const SECONDS = Number(process.env['RMQCTL_LOG_SECONDS'] ?? 20);
const LINES = LINES_A_SECOND * SECONDS;
const RMQCTL = resolve(process.env['RMQCTL_BIN'] ?? 'bin/rmqctl.js');
const WRITER = readFileSync(new URL('../logs/writer.py', import.meta.url), 'utf8');
/** Seconds that the last lines may take to come. */
const LAG_S = 5;
/** How much more memory the second half may take than the first; what is held grows with the lines that wait, not with time. */
const GROWTH = 1.3;

describe.skipIf(whyNoHosts())(
  `${HOSTS} hosts, ${LINES_A_SECOND * HOSTS} lines a second, ${SECONDS} s`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'rmqctl-bench-logs-'));
    const inventory = join(folder, 'inventory.json');
    const state: { fleet?: Fleet } = {};

    beforeAll(async () => {
      const fleet = await Fleet.up({ count: HOSTS, mode: 'light', jdk: 'none', name: 'bench-logs' });
      state.fleet = fleet;
      writeFileSync(inventory, JSON.stringify(inventoryOf(fleet)));
      for (const [index, host] of fleet.hosts.entries())
        await fleet.exec(host, `mkdir -p ${logs(index)} && cat >/root/writer.py <<'EOF'\n${WRITER}\nEOF`);
    }, 660_000);
    afterAll(async () => {
      await state.fleet?.down();
      rmSync(folder, { recursive: true, force: true });
    }, 120_000);

    test.each(['--json', '--utc'])('%s', { timeout: 300_000 }, async (mode) => {
      const fleet = state.fleet!;
      const output = join(folder, `out${mode}`);
      const file = openSync(output, 'w');
      const log = mode === '--json' ? 'counted' : 'counted2';
      for (const [index, host] of fleet.hosts.entries())
        await fleet.exec(host, `echo 'begun ${index}' >${logs(index)}/${log}.log`);
      const child = fleet.spawn(
        [process.execPath, RMQCTL, 'logs', inventory, '-f', '-n', '1', '--log', log, mode],
        {
          stdio: ['ignore', file, 'inherit'],
        },
      );
      await until(() => (readFileSync(output, 'utf8').match(/begun \d/g) ?? []).length === HOSTS);
      const began = performance.now();
      const memory: number[] = [];
      const timer = setInterval(() => memory.push(residentMegabytes(child.pid!)), 500);
      const words = `0 ${LINES} ${LINES_A_SECOND} 30000 plain`;
      await Promise.all(
        fleet.hosts.map((host, index) =>
          fleet.exec(host, `python3 /root/writer.py ${logs(index)}/${log}.log ${words}`, {
            timeout: 200_000,
          }),
        ),
      );
      const wrote = (performance.now() - began) / 1000;
      const last = new RegExp(String.raw`number ${LINES - 1} x`, 'g');
      await until(() => (endOf(output).match(last) ?? []).length === HOSTS, 60_000).catch(() => undefined);
      const behind = (performance.now() - began) / 1000 - wrote;
      clearInterval(timer);
      const processor = processorSeconds(child.pid!);
      child.kill('SIGINT');
      await new Promise((done) => child.once('close', done));
      closeSync(file);

      const counts = countLines(readFileSync(output, 'utf8'));
      const half = memory.length >> 1;
      const [first, second] = [median(memory.slice(2, half)), median(memory.slice(half))];
      console.log(
        `${mode}: ${LINES * HOSTS} lines in ${wrote.toFixed(1)} s (${Math.round((LINES * HOSTS) / wrote)} a second), last ones ${behind.toFixed(1)} s later; ` +
          `memory ${first.toFixed(0)} MB, then ${second.toFixed(0)} MB, most ${Math.max(...memory).toFixed(0)} MB; ${processor.toFixed(1)} s of a processor`,
      );
      expect(counts.missing).toBe(0);
      expect(counts.twice).toBe(0);
      expect(behind).toBeLessThan(LAG_S);
      expect(second).toBeLessThan(first * GROWTH);
    });

    const logs = (index: number): string => `/var/log/rocketmq/broker-${index}/logs/rocketmqlogs`;

    function inventoryOf(fleet: Fleet): object {
      const names = fleet.hosts.map(({ name }) => name);
      return {
        cluster: 'bench',
        version: '4.9.4',
        mode: 'masters',
        ssh: { identity: fleet.key, knownHosts: fleet.knownHosts },
        hosts: Object.fromEntries(fleet.hosts.map(({ name, ip }) => [name, ip])),
        namesrv: [names[0]],
        brokers: Object.fromEntries(names.map((name, index) => [`broker-${index}`, [name]])),
      };
    }
  },
);

/** Counts, for each instance, the numbers that did not come and those that came again. */
function countLines(text: string): { missing: number; twice: number } {
  const seen = new Map<string, Uint8Array>();
  const line = /broker-(\d).*?number (\d+) x/g;
  for (const [, instance = '', number] of text.matchAll(line)) {
    const counts = seen.get(instance) ?? new Uint8Array(LINES);
    counts[Number(number)]! += 1;
    seen.set(instance, counts);
  }
  const all = [...seen.values()];
  const missing =
    (HOSTS - all.length) * LINES + all.reduce((sum, counts) => sum + counts.filter((n) => n === 0).length, 0);
  return { missing, twice: all.reduce((sum, counts) => sum + counts.filter((n) => n > 1).length, 0) };
}

/** The last megabytes of a file: all of it would keep this machine busy. */
function endOf(path: string): string {
  const bytes = Buffer.alloc(8_000_000);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, bytes, 0, bytes.length, Math.max(0, fstatSync(file).size - bytes.length));
    return bytes.toString('latin1', 0, length);
  } finally {
    closeSync(file);
  }
}

function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function until(holds: () => boolean, patience = 30_000): Promise<void> {
  const end = performance.now() + patience;
  while (!holds()) {
    if (performance.now() > end) throw new Error('not within its time');
    await sleep(200);
  }
}
