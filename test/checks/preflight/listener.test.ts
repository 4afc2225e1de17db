import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { framed } from '../../../src/probes/remote-script.ts';
import { dialEach, dialScript, parseDials } from '../../../src/checks/preflight/dial.ts';
import { listen, NOBODY_LISTENS, type Listener } from '../../../src/checks/preflight/listener.ts';
import { openLocal } from '../../../src/transport/local.ts';
import { framesOf, shellTransport } from '../../sample/real-shell.ts';
import { javaHomes } from '../../sample/java-homes.ts';

/** What the scripts need besides the language in question. */
const TOOLS = [
  'sh',
  'cat',
  'cut',
  'grep',
  'head',
  'mktemp',
  'rm',
  'sleep',
  'tail',
  'timeout',
  'tr',
  'dirname',
];

const homes = javaHomes();
const made: string[] = [];

/** A PATH with the scripts' tools and these languages, and nothing else; undefined where one is not on this machine. */
function pathWith(...languages: readonly string[]): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'rmqctl-preflight-'));
  made.push(directory);
  for (const tool of [...TOOLS, ...languages]) {
    const found = whereIs(tool);
    if (found === undefined) return undefined;
    symlinkSync(found, join(directory, tool));
  }
  return directory;
}

function whereIs(tool: string): string | undefined {
  try {
    const ask = tool.startsWith('python')
      ? `${tool} -c 'import sys; print(sys.executable)'`
      : `command -v ${tool}`;
    return execFileSync('sh', ['-c', ask], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

function local(PATH: string) {
  return openLocal(
    { host: 'n1', local: true, become: false },
    { acceptNew: false, timeout: 5000, env: { PATH }, notice: () => undefined },
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await opened(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function opened(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

describe('a listener', () => {
  const open: Listener[] = [];
  afterEach(() => Promise.all(open.splice(0).map((listener) => listener.close())));
  afterAll(() => made.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

  const up = async (
    PATH: string,
    ports: readonly number[],
    rest: { seconds?: number; java?: boolean } = {},
  ) => {
    const listener = await listen({
      transport: local(PATH),
      ports,
      word: 'rmqctl-word',
      seconds: rest.seconds ?? 30,
      javas: rest.java === true ? homes : [],
      patience: 15_000,
    });
    open.push(listener);
    return listener;
  };

  const dial = async (ports: readonly number[]) => {
    const places = ports.map((port) => ({ address: '127.0.0.1', port, word: 'rmqctl-word' }));
    return dialEach(places, { transport: local(process.env['PATH']!), seconds: 3 });
  };

  const before = () =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('tmp.') || name.startsWith('hsperf'));

  const languages = [
    { tool: 'python3', PATH: pathWith('python3'), java: false },
    { tool: 'perl', PATH: pathWith('perl'), java: false },
    { tool: 'java', PATH: homes.length === 0 ? undefined : pathWith(), java: true },
  ];

  test.each(languages)(
    'of $tool answers on the ports that are free, until it is closed',
    async ({ tool, PATH, java }) => {
      if (PATH === undefined) return expect(tool, 'is not on this machine').not.toBe('perl');
      const files = before();
      const [one, two] = [await freePort(), await freePort()];
      const server = createServer();
      const taken = await opened(server);
      const listener = await up(PATH, [one, two, taken], { java });
      expect([tool, listener.why, listener.up]).toEqual([tool, undefined, [one, two]]);
      const answer = { kind: 'connected', heard: 'rmqctl-word' };
      expect(await dial([one, two, one])).toEqual([answer, answer, answer]);
      await listener.close();
      server.close();
      expect((await dial([one, two])).map(({ kind }) => kind)).toEqual(['refused', 'refused']);
      expect(before().filter((name) => !files.includes(name))).toEqual([]);
    },
  );

  test('ends by its own clock', async () => {
    const port = await freePort();
    await up(pathWith('perl')!, [port], { seconds: 1 });
    await expect.poll(async () => (await dial([port]))[0]?.kind, { timeout: 5000 }).toBe('refused');
  });

  test('is none where there is nothing to listen with, and says why', async () => {
    expect(await up(pathWith()!, [await freePort()])).toMatchObject({ up: [], why: NOBODY_LISTENS });
  });
});

describe('dialling by a script', () => {
  test.each(['bash', 'python3', 'perl'])('%s', async (tool) => {
    const PATH = pathWith(tool);
    if (PATH === undefined) return expect(tool, 'is not on this machine').toBe('python3');
    const server = createServer((socket) => socket.end('word'));
    const silent = createServer(() => undefined);
    const [there, mute, gone] = [await opened(server), await opened(silent), await freePort()];
    const places = [
      { address: '127.0.0.1', port: there, word: 'word' },
      { address: '127.0.0.1', port: gone, word: 'word' },
      { address: '127.0.0.1', port: mute },
    ];
    const body = framed('dials', dialScript(places, 3));
    const [frame] = await framesOf(shellTransport('sh', { PATH }), body);
    expect(parseDials(frame!.text, places, 3)).toMatchObject([
      { kind: 'connected', heard: 'word' },
      { kind: 'refused' },
      { kind: 'connected', heard: '' },
    ]);
    server.close();
    silent.close();
  });
});
