import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isTelling, recordMessage } from '../../src/operations/deployment/watch-starts.ts';
import { RmqctlError } from '../../src/errors.ts';
import { glanceAtLogs } from '../../src/logs/glance.ts';
import { openLocal } from '../../src/transport/local.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { file, line, recordsOf } from '../sample/log-lines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rmqctl-glance-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here = (): Transport =>
  openLocal(
    { host: 'node1', local: true, become: false },
    { acceptNew: false, timeout: 1000, env: process.env, notice: () => undefined },
  );

/** Glances at logs of that folder, on a host that may be made to count and refuse. */
function glancing(transport: Transport, ...names: readonly string[]) {
  const said: string[] = [];
  const files = names.map((name) => ({ ...file(name), path: join(folder, name) }));
  const { began, stop } = glanceAtLogs({
    hosts: [{ transport, files }],
    signal: new AbortController().signal,
    onRecords: (records) =>
      said.push(...records.map(({ lines: [first = ''] }) => recordMessage(recordOf(first)))),
  });
  return { said, began, stop };
}

const recordOf = (text: string) => recordsOf(file('x'), [text])[0]!;

test('tells what is written from now on, also in a log that appears later; the last glance is at the end', async () => {
  writeFileSync(join(folder, 'a'), `${line(1, 'old')}\n`);
  const { said, began, stop } = glancing(here(), 'a', 'b');
  await began;
  appendFileSync(join(folder, 'a'), `${line(2, 'new')}\n`);
  await vi.waitFor(() => expect(said).toEqual(['new']), { timeout: 15_000 });
  writeFileSync(join(folder, 'b'), `${line(3, 'from the beginning')}\n`);
  await stop();
  expect(said).toEqual(['new', 'from the beginning']);
});

test('a host where logs cannot be read is passed over', async () => {
  const refused = () => Promise.reject(new RmqctlError('CONNECTION_LOST', 'gone'));
  const { said, began, stop } = glancing({ ...here(), host: 'node1', run: refused }, 'a');
  await began;
  await stop();
  expect(said).toEqual([]);
});

test.each([
  [line(1, 'The broker[broker-a, 10.0.0.1:10911] boot success.'), true],
  [line(1, 'autoCreateTopicEnable=true'), false],
  [line(1, 'Try to start service thread:HAClient started:false lastThread:null'), false],
  [line(1, 'register broker[0]to name server 10.0.0.1:9876 OK'), true],
  ['java.net.BindException: Address already in use', true],
  ['', false],
])('%j is worth showing: %s', (text, telling) => {
  expect(isTelling(recordOf(text))).toBe(telling);
});
