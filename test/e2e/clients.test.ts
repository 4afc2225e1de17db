import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { run } from '../bed/run.ts';
import { PlaygroundBed } from './playground-bed.ts';
import { BIN, complaints } from './rmqctl.ts';

/**
 * Clients that nobody here wrote speak to a playground of 5.5.0: the Java client by its name server and broker, the official
 * client of 5.x for Node by its proxy. Each comes from its registry.
 */

const VERSION = '5.5.0';
const CLIENTS = fileURLToPath(new URL('clients/', import.meta.url));
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId><artifactId>client</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.apache.rocketmq</groupId><artifactId>rocketmq-client</artifactId><version>${VERSION}</version>
  </dependency></dependencies>
</project>
`;
const NODE_CLIENT = 'rocketmq-client-nodejs@1.0.8';

/** Milliseconds: three JVMs start one after another, on a machine that may do other things. */
const PATIENT = 420_000;

/** What package managers say where there is no registry. */
const UNREACHABLE =
  /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|Unknown host|Connection (refused|timed out)|command not found|not found: mvn/i;

describe('clients of others', () => {
  let bed: PlaygroundBed;

  beforeAll(async () => {
    const got = await run([process.execPath, BIN, 'fetch', VERSION], { timeout: 300_000 });
    if (got.code !== 0) throw new Error(`${got.stdout}${got.stderr}`);
    bed = new PlaygroundBed('me', [VERSION]);
  });
  afterAll(() => bed?.end('playground'));

  /** Runs a package manager; without its registry the test is skipped, and says why. */
  async function install(
    context: TestContext,
    argv: readonly [string, ...string[]],
    cwd: string,
  ): Promise<void> {
    const { code, stdout, stderr } = await run(['env', ...argv], { cwd, timeout: 170_000 });
    const said = `${stdout}${stderr}`;
    if (code !== 0 && UNREACHABLE.test(said)) context.skip(`no registry: ${UNREACHABLE.exec(said)?.[0]}`);
    expect(code, said).toBe(0);
  }

  function folder(name: string): string {
    const path = join(bed.home, name);
    mkdirSync(path);
    return path;
  }

  test(
    'a playground with a proxy comes up verified, as one page of HTML too',
    { timeout: PATIENT },
    async () => {
      const outcome = await bed.rmqctl(
        'playground',
        VERSION,
        '--mode',
        'masters',
        '--proxy',
        '--html',
        'report.html',
        '--timeout',
        '300',
      );
      expect(outcome.code, complaints(outcome)).toBe(0);
      expect(
        outcome.checks.filter(({ instance }) => instance === 'proxy-here').map(({ status }) => status),
      ).toContain('pass');
      expect(outcome.stdout).toContain(`endpoints: '127.0.0.1:${bed.port('proxy')}'`);
      expect(readFileSync(join(bed.home, 'report.html'), 'utf8')).toContain('proxy-here');
    },
  );

  test('the Java client sends and receives', async (context) => {
    const at = folder('java');
    writeFileSync(join(at, 'pom.xml'), POM);
    await install(context, ['mvn', '-B', '-q', COPY, '-DincludeScope=runtime', '-DoutputDirectory=lib'], at);
    const client = ['java', '-cp', 'lib/*', `-Duser.home=${at}`, join(CLIENTS, 'Client.java')] as const;
    const servers = `127.0.0.1:${bed.port('namesrv')}`;
    const { code, stdout, stderr } = await run(['env', ...client, servers, 'first', 'from Java'], {
      cwd: at,
      timeout: 170_000,
    });
    expect(code, `${stdout}${stderr}`).toBe(0);
    expect(stdout).toContain('sent SEND_OK');
    expect(stdout).toContain('received from Java');
  });

  test('the client of 5.x for Node sends and receives through the proxy', async (context) => {
    const at = folder('node');
    writeFileSync(join(at, 'package.json'), '{ "private": true }');
    await install(
      context,
      ['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', NODE_CLIENT],
      at,
    );
    cpSync(join(CLIENTS, 'client.mjs'), join(at, 'client.mjs'));
    // its topic must be there already
    const inventory = bed.place('inventory.yaml');
    const topic = ['updateTopic', '-c', 'playground', '-t', 'second', '-a', '+message.type=NORMAL'];
    const made = await bed.rmqctl('admin', inventory, '--', ...topic);
    expect(made.stdout).toContain('success');
    const { code, stdout, stderr } = await run(
      [process.execPath, 'client.mjs', `127.0.0.1:${bed.port('proxy')}`, 'second', 'from Node'],
      { cwd: at, env: { ...process.env, HOME: at }, timeout: 170_000 },
    );
    expect(code, `${stdout}${stderr}`).toBe(0);
    expect(stdout).toContain('received from Node');
  });
});
