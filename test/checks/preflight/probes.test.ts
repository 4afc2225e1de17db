import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framed } from '../../../src/probes/remote-script.ts';
import { instancePorts, writtenDirectories } from '../../../src/checks/preflight/probes.ts';
import { hostChecks } from '../../../src/checks/preflight/registry.ts';
import { ask as askProbes, type Probe } from '../../../src/probes/probe.ts';
import type { Script } from '../../../src/shell/script.ts';
import { framesOf, shellTransport } from '../../sample/real-shell.ts';
import { SERVER } from '../../sample/hosts.ts';
import { topologyOf } from '../../sample/inventories.ts';
import { SHELLS } from '../../sample/shells.ts';
import { subjectOf, verdict } from '../../sample/preflight.ts';

/** The probes in real shells, on this machine. */

describe.each(SHELLS)('%s', (shell) => {
  const directory = mkdtempSync(join(tmpdir(), 'rmqctl-probes-'));
  writeFileSync(join(directory, 'file'), '');
  const server = createServer();
  let port = 0;
  beforeAll(
    () =>
      new Promise<void>((resolve) => {
        server.listen(0, '0.0.0.0', () => {
          const address = server.address();
          port = typeof address === 'object' && address !== null ? address.port : 0;
          resolve();
        });
      }),
  );
  afterAll(() => {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const subject = () =>
    subjectOf(
      topologyOf(
        JSON.stringify({
          cluster: 'c',
          version: '4.9.4',
          mode: 'single',
          hosts: { n: '10.77.0.1' },
          namesrv: [{ host: 'n', port }],
          brokers: { a: { master: { host: 'n', store: `${directory}/deep/down` } } },
          paths: { logs: `${directory}/file/logs` },
        }),
      ),
    );
  const ask = async (probe: Script, env: NodeJS.ProcessEnv = {}) => {
    const [frame] = await framesOf(shellTransport(shell, { HOME: directory, ...env }), framed('0', probe));
    return frame!;
  };
  const found = async <T>(probe: Probe<T>): Promise<T> =>
    (await askProbes(shellTransport(shell, { HOME: directory }), [probe])).of(probe);

  test.each(hostChecks.map((check) => [check.id, check] as const))(
    '%s: its probe ends well',
    async (_, { probe }) => {
      if (probe === undefined) return;
      expect((await ask(probe(subject()).script)).status).toBe('0');
    },
  );

  test.each([
    { mode: 'Enforcing', programs: ['restorecon'], told: /^SELinux enforces; .*restorecon/ },
    { mode: 'Enforcing', programs: [], told: /^SELinux enforces, and there is no restorecon/ },
    { mode: 'Permissive', programs: [], told: /^SELinux is permissive/ },
    { mode: 'Disabled', programs: [], told: /^no SELinux/ },
  ])('SELinux that is $mode, with $programs', async ({ mode, programs, told }) => {
    const bin = mkdtempSync(join(directory, 'bin-'));
    const add = (name: string, said: string) =>
      writeFileSync(join(bin, name), `#!/bin/sh\necho ${said}\n`, { mode: 0o755 });
    add('getenforce', mode);
    for (const program of programs) add(program, '');
    const { probe } = hostChecks.find(({ id }) => id === 'selinux')!;
    const { text } = await ask(probe!(subject()).script, { PATH: `${bin}:${process.env['PATH']}` });
    expect(verdict('selinux', subject(), { text })[0]?.detail).toMatch(told);
  });

  test('a port is found with its process', async () => {
    const owner = (await found(instancePorts(subject()))).find((one) => one.port === port);
    expect(owner).toMatchObject({ port, pid: process.pid, startedAs: '' });
    expect(owner?.command).toContain('node');
  });

  test('a directory that is not there yet is judged by the nearest that is', async () => {
    const places = await found(writtenDirectories(subject()));
    const store = places.find(({ purpose }) => purpose === 'store')!;
    expect(store).toMatchObject({
      path: `${directory}/deep/down`,
      there: directory,
      writable: 'yes',
      instance: 'a',
    });
    expect(store.available).toBeGreaterThan(0);
    expect(store.mount).toMatch(/^\//);
    expect(store.type).not.toBe('');
    expect(places.find(({ purpose }) => purpose === 'logs')).toMatchObject({
      there: `${directory}/file`,
      writable: 'file',
    });
  });

  test('an address that is no interface’s is seen', async () => {
    const check = hostChecks.find(({ id }) => id === 'names')!;
    const text = await found(check.probe!(subject()));
    expect(text).toContain('address other');
    expect(check.judge(subject(), { found: text, facts: SERVER })).toContainEqual(
      expect.objectContaining({ status: 'warn', detail: expect.stringContaining('10.77.0.1') }),
    );
  });
});
