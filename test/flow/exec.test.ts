import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Machines } from '../sample/machines.ts';

/** A command of the user's on several machines does not outlive the person who waits for it. */

describe('exec', { timeout: 60_000 }, () => {
  const machines = new Machines();
  beforeAll(async () => {
    await machines.start(['n1', 'n2']);
    const host = (name: string) =>
      `{ address: 10.77.0.${name.slice(1)}, ssh: { host: 127.0.0.1, port: ${machines.machine(name).server.port} } }`;
    machines.write(
      'exec.yaml',
      `{ cluster: exec, version: 4.9.8, mode: single, ssh: { user: tester }, hosts: { n1: ${host('n1')}, n2: ${host('n2')} }, namesrv: [n1], brokers: { broker-a: [n2] } }`,
    );
  });
  afterAll(() => machines.end());

  const exec = (...command: string[]) => machines.run(['exec', 'exec.yaml', '--', ...command]);
  const file = (host: string, name: string) => join(machines.machine(host).home, name);

  test('what a command leaves running in the background stays', async () => {
    expect((await exec('sleep 300 >/dev/null 2>&1 & echo $! >left')).code).toBe(0);
    for (const name of ['n1', 'n2']) {
      const pid = Number(readFileSync(file(name, 'left'), 'utf8'));
      expect(commandOf(pid)).toBe('sleep 300');
      process.kill(pid);
    }
  });

  test('Ctrl-C ends the command and what it started, on every host, and says so', async () => {
    // one that is deaf to SIGTERM is among them
    const command =
      "(trap '' TERM; exec sleep 301) & echo $! >child; echo $$ >own; echo begun; sleep 302; echo late";
    const begun = new Set<string>();
    const everywhere = (line: string): boolean => {
      const host = /"text":"begun\\n","host":"(n\d)"/.exec(line)?.[1];
      return host !== undefined && begun.add(host).size === 2;
    };
    const ran = await machines.run(['exec', 'exec.yaml', '--', command], {}, { test: everywhere });
    expect(ran.code).toBe(130);
    expect(
      ran.diagnostics
        .filter(({ code }) => code === 'INTERRUPTED')
        .map(({ host = '' }) => host)
        .toSorted(),
    ).toEqual(['n1', 'n2']);
    const pids = ['n1', 'n2'].flatMap((name) =>
      ['child', 'own'].map((each) => Number(readFileSync(file(name, each), 'utf8'))),
    );
    await vi.waitFor(() => expect(pids.map(commandOf)).toEqual(['', '', '', '']), { timeout: 30_000 });
  });

  test('a connection that breaks ends it as well', async () => {
    const running = exec('echo $$ >lost; sleep 303');
    await vi.waitFor(
      () => expect(existsSync(file('n2', 'lost')) && existsSync(file('n1', 'lost'))).toBe(true),
      {
        timeout: 30_000,
      },
    );
    for (const { server } of machines.all) server.breakAll();
    expect((await running).code).toBe(4);
    const pids = ['n1', 'n2'].map((name) => Number(readFileSync(file(name, 'lost'), 'utf8')));
    await vi.waitFor(() => expect(pids.map(commandOf)).toEqual(['', '']), { timeout: 30_000 });
  });
});

/** What a process was started as; nothing once it has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
