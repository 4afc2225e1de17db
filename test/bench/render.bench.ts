import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bigInventory } from './big-inventory.ts';
import { seconds, shell } from './measure.ts';

/** What a thousand hosts cost on this machine alone; the best of the rounds, as others may use the machine too. */
const HOSTS = 1000;
const ROUNDS = Number(process.env['RMQCTL_ROUNDS'] ?? 5);
const RMQCTL = resolve(process.env['RMQCTL_BIN'] ?? 'bin/rmqctl.js');
/** In memory where that can be: 200 MB on a disk that others write to would measure them. */
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rmqctl-bench-'));
const inventory = join(folder, 'inventory.yaml');
writeFileSync(inventory, bigInventory(HOSTS));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['validate', `validate ${inventory}`, 1],
  ['render', `render ${inventory} -o ${join(folder, 'rendered')}`, 5],
])(`%s of ${HOSTS} hosts`, (name, words, bar) => {
  test(`takes less than ${bar} s`, { timeout: 300_000 }, async () => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rmSync(join(folder, 'rendered'), { recursive: true, force: true });
      times.push(await seconds(() => shell(`node ${RMQCTL} ${words} --quiet`)));
    }
    const best = Math.min(...times);
    console.log(
      `${name} of ${HOSTS} hosts: ${best.toFixed(2)} s (bar ${bar} s); ${times.map((time) => time.toFixed(2)).join(' ')}`,
    );
    expect(best).toBeLessThan(bar);
  });
});
