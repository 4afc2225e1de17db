import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/std/hash.ts';
import { freePorts, Machines, type Ran } from '../sample/machines.ts';

/** `plan -o` and `deploy` of what it wrote, on one machine. The tests follow one another. */

const SECRET = 'correct-horse';

describe.sequential('a reviewed plan', { timeout: 60_000 }, () => {
  const machines = new Machines();
  const state = { port: 0 };
  beforeAll(async () => {
    await machines.start(['n1']);
    state.port = await freePorts(20);
  });
  afterAll(() => machines.end());

  function inventory(more = ''): string {
    machines.write(
      'ci/cluster.yaml',
      `cluster: flow
version: 4.9.4
mode: single
heap: { broker: 256m }
ssh: { user: tester }
hosts:
  n1: { address: 10.77.0.1, memory: 2g, ssh: { host: 127.0.0.1, port: ${machines.machine('n1').server.port} } }
distribution: { archive: ../rocketmq.tar.gz }
namesrv: [{ host: n1, port: ${state.port} }]
brokers:
  broker-a: { master: { host: n1, port: ${state.port + 4} } }
properties: { messageDelayLevel: "\${LEVELS}" }
${more}`,
    );
    return 'ci/cluster.yaml';
  }

  const env = (levels = SECRET) => ({
    env: { HOME: machines.client, USER: 'tester', PATH: process.env['PATH'], LEVELS: levels },
  });
  const run = (...argv: string[]): Promise<Ran> => machines.run(argv, env());
  const read = (path: string): string => readFileSync(join(machines.client, path), 'utf8');
  const told = ({ diagnostics }: Ran, code: string): string =>
    diagnostics.find((one) => one.code === code)?.message ?? '';
  const config = (): string =>
    join(
      machines.machine('n1').home,
      'rocketmq/rocketmq-all-4.9.4-bin-release/conf/2m-noslave/broker-a.properties',
    );

  /** Writes a plan's file anew with something else in it, its checksum made to fit. */
  function forge(change: (plan: Record<string, unknown>) => void): string {
    const { checksum: _old, ...plan }: Record<string, unknown> = JSON.parse(read('ci/plan.json'));
    change(plan);
    machines.write('ci/forged.json', JSON.stringify({ ...plan, checksum: sha256(JSON.stringify(plan)) }));
    return 'ci/forged.json';
  }

  test('is written with every step and its digest, and without secrets', async () => {
    const ran = await run('plan', inventory(), '-o', 'ci/plan.json', '--check');
    expect(ran.code).toBe(8);
    const plan: { steps: object[]; inventory: object } = JSON.parse(read('ci/plan.json'));
    expect(plan).toMatchObject({ cluster: 'flow', version: '4.9.4', hosts: ['n1'], options: { limit: [] } });
    expect(plan.inventory).toMatchObject({ path: 'cluster.yaml' });
    expect(plan.steps).toHaveLength(ran.steps.length);
    expect(plan.steps).toContainEqual(
      expect.objectContaining({
        instance: 'broker-a',
        action: 'start',
        digest: expect.stringMatching(/^\w{64}$/),
      }),
    );
    expect(read('ci/plan.json')).not.toContain(SECRET);
  });

  test('is refused when the inventory has changed since; nothing is done', async () => {
    inventory('# a comment alone\n');
    const ran = await run('deploy', 'ci/plan.json');
    expect(ran).toMatchObject({ code: 8, steps: [] });
    expect(told(ran, 'PLAN_OUT_OF_DATE')).toContain('the inventory ci/cluster.yaml has changed');
    inventory();
  });

  test('is refused when a secret has changed since', async () => {
    const ran = await machines.run(['deploy', 'ci/plan.json'], env('another-horse'));
    expect(ran).toMatchObject({ code: 8, steps: [] });
    expect(told(ran, 'PLAN_OUT_OF_DATE')).toContain('a secret');
  });

  test('is refused when another rmqctl made it', async () => {
    const ran = await run(
      'deploy',
      forge((plan) => (plan['rmqctl'] = '0.0.1')),
    );
    expect(ran).toMatchObject({ code: 8, steps: [] });
    expect(told(ran, 'PLAN_OUT_OF_DATE')).toContain('made by rmqctl 0.0.1');
  });

  test.each([
    ['a word', (text: string) => text.replace('start broker-a', 'start broker-x'), 'checksum'],
    ['half of it', (text: string) => text.slice(0, text.length / 2), 'no whole JSON'],
    ['a checksum of nothing', () => '{"format":"rmqctl-plan","formatVersion":1,"checksum":"0"}', 'checksum'],
  ])('is refused when somebody has edited it: %s', async (_what, edit, why) => {
    machines.write('ci/edited.json', edit(read('ci/plan.json')));
    const ran = await run('deploy', 'ci/edited.json');
    expect(ran).toMatchObject({ code: 8, steps: [] });
    expect(told(ran, 'PLAN_DAMAGED')).toContain(why);
  });

  test('with a checksum made to fit, cannot bring anything to run that would not run anyway', async () => {
    const without = forge((plan) => (plan['steps'] = [plan['steps']].flat().slice(1)));
    expect(told(await run('deploy', without), 'PLAN_OUT_OF_DATE')).toContain('which was not reviewed');
    const other = forge((plan) => {
      const first: Record<string, unknown> = Object([plan['steps']].flat()[0]);
      first['summary'] = 'something harmless';
    });
    expect(told(await run('deploy', other), 'PLAN_OUT_OF_DATE')).toContain('described in other words');
    expect(
      told(
        await run(
          'deploy',
          forge((plan) => delete plan['steps']),
        ),
        'PLAN_DAMAGED',
      ),
    ).not.toBe('');
    expect(
      told(
        await run(
          'deploy',
          forge((plan) => (plan['formatVersion'] = 2)),
        ),
        'PLAN_OUT_OF_DATE',
      ),
    ).toContain('format 2');
  });

  test('decides --limit and --timeout itself', async () => {
    const ran = await run('deploy', 'ci/plan.json', '--limit', 'n1');
    expect(ran.code).toBe(2);
    expect(told(ran, 'USAGE')).toContain('--limit');
  });

  test('with --dry-run shows what it would do, from whatever directory', async () => {
    const ran = await machines.run(['deploy', 'plan.json', '--dry-run'], {
      ...env(),
      cwd: join(machines.client, 'ci'),
    });
    expect(ran.code).toBe(0);
    expect(ran.steps.every(({ status }) => status === 'planned')).toBe(true);
  });

  test('is what runs; and a second time it is out of date', async () => {
    const plan: { steps: { resource: string }[] } = JSON.parse(read('ci/plan.json'));
    const ran = await run('deploy', 'ci/plan.json');
    expect(ran.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(ran.code).toBe(0);
    expect(ran.steps.map(({ resource }) => resource).sort()).toEqual(
      plan.steps.map(({ resource }) => resource).sort(),
    );
    const again = await run('deploy', 'ci/plan.json');
    expect(again).toMatchObject({ code: 8, steps: [] });
    expect(told(again, 'PLAN_OUT_OF_DATE')).toContain('is not needed any more');
  });

  test('of nothing is deployed as nothing', async () => {
    expect(await run('plan', inventory(), '-o', 'ci/none.json', '--check')).toMatchObject({
      code: 0,
      steps: [],
    });
    expect(await run('deploy', 'ci/none.json')).toMatchObject({ code: 0, steps: [] });
  });

  test('is refused when a host has changed since, and says what; a new one mends it', async () => {
    const right = readFileSync(config(), 'utf8');
    writeFileSync(config(), right.replace('brokerRole=ASYNC_MASTER', 'brokerRole=SLAVE'));
    const late = await run('deploy', 'ci/none.json');
    expect(late).toMatchObject({ code: 8, steps: [] });
    expect(told(late, 'PLAN_OUT_OF_DATE')).toMatch(/n1 file:.*broker-a\.properties: update is needed/);
    await run('plan', inventory(), '-o', 'ci/repair.json');
    writeFileSync(config(), right.replace('brokerRole=ASYNC_MASTER', 'brokerRole=SYNC_MASTER'));
    const other = await run('deploy', 'ci/repair.json');
    expect(other).toMatchObject({ code: 8, steps: [] });
    expect(told(other, 'PLAN_OUT_OF_DATE')).toContain('would not be what was reviewed');
    await run('plan', inventory(), '-o', 'ci/repair.json');
    expect(await run('deploy', 'ci/repair.json')).toMatchObject({ code: 0, services: ['broker-a restart'] });
    expect(readFileSync(config(), 'utf8')).toBe(right);
  });

  test('is not written when a host cannot be looked at', async () => {
    machines.write('.ssh/known_hosts', '');
    const ran = await run('plan', inventory(), '-o', 'ci/part.json');
    expect(ran.code).toBe(4);
    expect(told(ran, 'PLAN_INCOMPLETE')).toContain('n1 could not be looked at');
    expect(() => read('ci/part.json')).toThrow();
    machines.write('.ssh/known_hosts', `${machines.machine('n1').server.hostKeyLine}\n`);
  });

  test('may come from standard input, and may be of an inventory from there', async () => {
    const text = read(inventory()).replaceAll('../rocketmq.tar.gz', 'rocketmq.tar.gz');
    const planned = await machines.run(['plan', '-', '-o', 'piped.json'], {
      ...env(),
      stdin: Readable.from([text]),
    });
    expect(planned.code).toBe(0);
    const ran = await machines.run(['deploy', 'piped.json', '--dry-run'], {
      ...env(),
      stdin: Readable.from([text]),
    });
    expect(ran.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(ran.code).toBe(0);
  });
});
