import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { framed, wrap } from '../../src/probes/remote-script.ts';
import { readinessGate, readinessProbe, type Readiness } from '../../src/hosts/readiness.ts';
import { lines, sh, type Script } from '../../src/shell/script.ts';
import { framesOf, shellTransport } from '../sample/real-shell.ts';
import { freePorts } from '../sample/machines.ts';
import { SHELLS } from '../sample/shells.ts';
import { listeningPorts } from '../../src/hosts/sockets.ts';

/** A gate as a batch of steps runs it. */
function asGate(part: Script): Script {
  return sh`
    gate_0() {
    ${part}
    }
    failed=' '
    gate 0`;
}

describe.each(SHELLS)('by %s', (shell) => {
  let root = '';
  let port = 0;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'rmqctl-ready-'));
    port = await freePorts(2);
    noteOffset(0);
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(root, { recursive: true });
  });

  const path = (name: string): string => join(root, name);
  /** As the start script does, before anything is logged: what was not touched since is no evidence. */
  const noteOffset = (bytes: number): void => {
    writeFileSync(path('.log-offset'), `${bytes}\n`);
    utimesSync(path('.log-offset'), 1000, 1000);
  };
  const ready = (over: Partial<Readiness> = {}): Readiness => ({
    ports: [port],
    bootLine: 'The broker\\[.+\\] boot success\\.',
    logged: [{ pattern: 'register .* OK', shows: 'its registration' }],
    log: path('broker.log'),
    logOffset: path('.log-offset'),
    console: path('console'),
    evidence: [path('broker.log')],
    ...over,
  });

  /** Starts a process whose console is a file. */
  function start(program: string): void {
    const fs = `const fs = require('node:fs'), net = require('node:net');`;
    const say = `const say = (text) => fs.appendFileSync(${JSON.stringify(path('console'))}, text + '\\n');`;
    const log = `const log = (text) => fs.appendFileSync(${JSON.stringify(path('broker.log'))}, text + '\\n');`;
    children.push(spawn(process.execPath, ['-e', [fs, say, log, program].join('\n')], { stdio: 'ignore' }));
  }

  async function gate(
    over: Partial<Readiness> = {},
    timeout = 10,
  ): Promise<{ status: string; told: string[] }> {
    const part = readinessGate(ready(over), {
      findPid: sh`pid=${children[0]!.pid!}`,
      stop: sh`echo >${path('stopped')}`,
      timeout,
    });
    const [frame] = await framesOf(shellTransport(shell), asGate(part));
    return { status: frame!.status, told: frame!.text.trim().split('\n') };
  }

  test('a gate whose run is gone ends, and stops nothing', async () => {
    start('setInterval(() => {}, 1000)');
    const part = readinessGate(ready(), {
      findPid: sh`pid=${children[0]!.pid!}`,
      stop: sh`echo >${path('stopped')}`,
      timeout: 600,
    });
    const left = spawn(shell, ['-s'], { stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(left);
    const ended = new Promise((resolve) => left.once('exit', resolve));
    left.stdin.end(wrap(asGate(part), 'mark').text);
    await new Promise((resolve) => left.stdout.once('data', resolve));
    left.stdout.destroy();
    await ended;
    children[0]!.kill('SIGKILL');
    expect(() => readFileSync(path('stopped'))).toThrow();
  });

  const LISTENS = 'net.createServer().listen(PORT, "127.0.0.1");';
  const listens = (): string => LISTENS.replace('PORT', String(port));

  test('ready is who listens, has said so and has registered, each a little later', async () => {
    start(`setTimeout(() => { ${listens()} }, 100);
      setTimeout(() => say('The broker[a, 10.0.0.1:1] boot success. x'), 250);
      setTimeout(() => log('register broker[0]to name server n OK'), 500);`);
    const began = performance.now();
    expect(await gate()).toEqual({ status: '0', told: [''] });
    expect(performance.now() - began).toBeGreaterThan(400);
  });

  test.each([
    [
      'its registration',
      { logged: [{ pattern: 'never', shows: 'its registration' }] },
      'late: its registration',
    ],
    ['its boot line', { logged: [], bootLine: 'never' }, 'late: its boot line'],
    ['a port', { logged: [], ports: [1] }, 'late: port 1'],
  ])('who lacks %s is late, and goes on starting', async (_name, over, verdict) => {
    start(`${listens()} say('The broker[a] boot success.'); log('last words');`);
    const { status, told } = await gate(over, 2);
    expect(status).toBe('1');
    expect(told[0]).toBe(verdict);
    expect(told).toContain('last words');
    expect(() => readFileSync(path('stopped'))).toThrow();
    expect(children[0]!.exitCode).toBeNull();
  });

  test('who dies has failed at once, with what it said last; nobody starts it again', async () => {
    start(`say('one'); log('two'); setTimeout(() => process.exit(3), 200);`);
    const began = performance.now();
    const { status, told } = await gate({}, 60);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(status).toBe('1');
    expect(told).toEqual(['died', `--- ${path('console')}`, 'one', `--- ${path('broker.log')}`, 'two']);
    expect(readFileSync(path('stopped'), 'utf8')).toBe('\n');
  });

  test('a registration of an earlier start does not count; after the log was rolled, all of it does', async () => {
    const old = 'register broker[0]to name server n OK\n';
    writeFileSync(path('broker.log'), old);
    noteOffset(old.length);
    start(`${listens()} say('The broker[a] boot success.');`);
    expect(await gate({}, 2)).toMatchObject({
      status: '1',
      told: ['late: its registration', ...Array(4).fill(expect.anything())],
    });
    noteOffset(old.length + 1);
    expect(await gate()).toMatchObject({ status: '0' });
  });

  test('a log that this start has not written to is no evidence', async () => {
    writeFileSync(path('broker.log'), 'of the start before\n');
    utimesSync(path('broker.log'), 999, 999);
    start(`say('one'); setTimeout(() => process.exit(3), 100);`);
    expect((await gate()).told).toEqual(['died', `--- ${path('console')}`, 'one']);
  });

  test('who says that it cannot start, and lives on, has failed at once', async () => {
    start(`say('Lock failed'); setTimeout(() => {}, 60_000);`);
    const { status, told } = await gate({ hopeless: 'Lock failed' }, 60);
    expect([status, told[0]]).toEqual(['1', 'hopeless']);
    expect(readFileSync(path('stopped'), 'utf8')).toBe('\n');
  });

  test('a look at a process that runs says what is missing, and reads no log', async () => {
    start(`${listens()} say('The broker[a] boot success.');`);
    await gate({ logged: [] });
    const look = async (over: Partial<Readiness>): Promise<string> => {
      const part = lines([sh`pid=${children[0]!.pid!}`, readinessProbe(ready(over))]);
      return (await framesOf(shellTransport(shell), framed('0', part)))[0]!.text;
    };
    expect(await look({ logged: [{ pattern: 'never', shows: 'x' }] })).toBe('');
    expect(await look({ ports: [port, port + 1] })).toBe(`port ${port + 1}`);
    expect(await look({ bootLine: 'never' })).toBe('its boot line');
  });

  test('who listens is told, over IPv4 and IPv6, and a port in use by a client is not listened on', async () => {
    start(`${listens()} net.createServer().listen(${port + 1}, '::1').on('error', () => {});
      const c = net.connect(${port}, '127.0.0.1'); say('The broker[a] boot success.');`);
    await gate({ logged: [] });
    const client = sh`
      for each in 1 2 3 4 5 6 7 8 9 10; do
        grep -q ':${port.toString(16).toUpperCase().padStart(4, '0')} .* 01 ' /proc/net/tcp && break; sleep 0.1
      done`;
    const part = lines([client, listeningPorts([port, 1])]);
    const [frame] = await framesOf(shellTransport(shell), framed('0', part));
    expect(frame!.text.match(/^listening=.*$/gm)).toEqual([`listening=${port}`]);
  });
});
