import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OPTIONAL_LINES } from '../../src/operations/files/starter-inventory.ts';
import { read } from '../sample/inventories.ts';
import { rmqctl } from '../sample/world.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rmqctl-init-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function init(...options: string[]): Promise<string> {
  const { code, out, err } = await rmqctl(['init', ...options]);
  expect([code, err]).toEqual([0, '']);
  return out;
}

const errorsOf = (text: string) => read(text).diagnostics.filter(({ severity }) => severity === 'error');

describe.each(['single', 'masters', 'async', 'sync'])('--mode %s', (mode) => {
  test.each([
    ...(mode === 'single' ? ['10.0.0.1'] : []),
    '10.0.0.1,10.0.0.2',
    'a.example.com,b.example.com,a.example.org',
    'local',
  ])('--hosts %s makes an inventory without errors', async (hosts) => {
    const text = await init('--mode', mode, '--hosts', hosts);
    expect(errorsOf(text)).toEqual([]);
    const { topology } = read(text);
    expect(topology?.mode).toBe(mode);
    const wanted = mode === 'single' ? 1 : hosts.split(',').length;
    expect(topology?.hosts.map(({ address }) => address)).toHaveLength(wanted);
    const slaves = topology?.instances.filter(({ broker }) => broker?.kind === 'slave') ?? [];
    expect(slaves).toHaveLength(mode === 'async' || mode === 'sync' ? wanted : 0);
  });
});

test('every commented key is valid as soon as it is uncommented', async () => {
  const text = await init();
  for (const [line] of OPTIONAL_LINES) {
    expect(text).toContain(`# ${line}`);
    expect([line, errorsOf(text.replace(`# ${line}`, line))]).toEqual([line, []]);
  }
});

test('-o writes a file, and never over another one without --yes', async () => {
  const run = (...options: string[]) => rmqctl(['init', '-o', 'x.yaml', ...options], { cwd });
  expect((await run('--mode', 'single')).code).toBe(0);
  const before = readFileSync(join(cwd, 'x.yaml'), 'utf8');
  const refused = await run('--mode', 'async');
  expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('--yes')]);
  expect(readFileSync(join(cwd, 'x.yaml'), 'utf8')).toBe(before);
  expect((await run('--mode', 'async', '--yes')).code).toBe(0);
  expect(readFileSync(join(cwd, 'x.yaml'), 'utf8')).toContain('mode: async');
});

test('hosts that are none, and too few of them, are a wrong use', async () => {
  expect((await rmqctl(['init', '--mode', 'sync', '--hosts', '10.0.0.1'])).code).toBe(2);
  expect((await rmqctl(['init', '--hosts', '10.0.0.1,,'])).code).toBe(2);
});
