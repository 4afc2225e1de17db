import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { rmqctl } from '../sample/world.ts';

/** status, logs, exec and admin, as far as no host is needed. */

const inventory = `cluster: small
version: 5.3.2
mode: single
hosts:
  node1: { address: 192.0.2.1, ssh: { identity: /nowhere/key, knownHosts: /nowhere/known_hosts } }
namesrv: [node1]
brokers:
  broker-a: [node1]
`;
const run = (...argv: string[]) => rmqctl(argv, { stdin: Readable.from([inventory]) });

describe('a command line that makes no sense ends with 2, before the inventory is read', () => {
  test.each([
    ['a moment that is none', ['logs', 'no-such-file', '--since', 'yesterday'], '--since is "yesterday"'],
    ['an expression that is none', ['logs', 'no-such-file', '--grep', '('], '--grep is "("'],
    ['a level that is none', ['logs', 'no-such-file', '--level', 'loud'], '--level is "loud"'],
    ['a log outside of the logs', ['logs', 'no-such-file', '--log', '../../etc/passwd'], '--log is'],
    ['a count that is none', ['logs', 'no-such-file', '-n', 'ten'], '--lines is "ten"'],
    ['a port that is none', ['dashboard', 'no-such-file', '--port', '65536'], '--port is "65536"'],
    ['the port 0', ['dashboard', 'no-such-file', '--port', '0'], '--port is "0"'],
    ['no command', ['exec', 'no-such-file'], 'there is no command'],
    ['words behind --', ['status', 'no-such-file', '--', 'x'], 'takes nothing after --'],
  ])('%s', async (_what, argv, said) => {
    const { code, err, out } = await rmqctl(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});

test.each([
  ['status'],
  ['logs'],
  ['check'],
  ['verify'],
  ['restart', '--yes'],
  ['exec', '--', 'true'],
  ['render', '-o', 'rendered'],
])('%s of what the inventory does not have: 2, and no host is asked', async (name, ...more) => {
  const { code, err, out } = await run(name, '-', '--limit', 'node1', '--limit', 'broker-x', ...more);
  expect(code).toBe(2);
  expect(out + err).toMatch(/--limit is "broker-x".*[^]*there are node1, namesrv-node1, broker-a/);
});

describe('a report that cannot be written is told before any work', () => {
  test.each([
    ['verify', '--html'],
    ['verify', '--junit'],
    ['status', '--markdown'],
  ])('%s %s', async (name, option) => {
    const { code, out, err } = await rmqctl([name, 'no-such-file', option, '/no-such-directory/report']);
    expect(code).toBe(5);
    expect(out + err).toMatch(/REPORT_UNWRITABLE cannot write the report \/no-such-directory\/report/);
    expect(out + err).not.toContain('INVENTORY_UNREADABLE');
  });

  test('nothing is left where there is nothing to report, and what there was stays', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'rmqctl-reports-'));
    try {
      writeFileSync(join(cwd, 'old.html'), 'old');
      const { code } = await rmqctl(['verify', 'none', '--junit', 'new.xml', '--html', 'old.html'], { cwd });
      expect(code).toBe(3);
      expect(readdirSync(cwd)).toEqual(['old.html']);
      expect(readFileSync(join(cwd, 'old.html'), 'utf8')).toBe('old');
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });
});

describe('what is unwise about an inventory', () => {
  const old = inventory.replace('5.3.2', '4.9.4');
  test.each([
    ['validate', [], true],
    ['check', [], true],
    ['plan', [], true],
    ['deploy', [], true],
    ['status', [], false],
    ['logs', [], false],
    ['verify', [], false],
    ['stop', [], false],
    ['exec', ['--', 'true'], false],
    ['status', ['--verbose'], true],
  ])('%s %j: told %s', async (name, more, told) => {
    const { out, err } = await rmqctl([name, '-', ...more], { stdin: Readable.from([old]) });
    expect((out + err).includes('VERSION_VULNERABLE')).toBe(told);
  });

  test('errors are told by all, with everything else', async () => {
    const wrong = old.replace('mode: single', 'mode: singel');
    const { code, out, err } = await rmqctl(['status', '-'], { stdin: Readable.from([wrong]) });
    expect(code).toBe(3);
    expect(out + err).toMatch(/singel/);
  });
});

test('admin without a name server to run on', async () => {
  const { code, err } = await run('admin', '-', '--limit', 'broker-a', '--', 'clusterList');
  expect(code).toBe(2);
  expect(err).toContain('NO_NAME_SERVER');
});
