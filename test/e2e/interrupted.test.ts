import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoHosts } from '../bed/hosts.ts';
import { TestBed, type Inventory } from './cluster.ts';
import { allProcesses, differences } from './host-state.ts';
import { outcomeOf, startRmqctl } from './rmqctl.ts';

/** Runs that are killed, and runs that meet: the next run finishes, and nothing stands in its way. */

describe.skipIf(whyNoHosts())('killed and concurrent runs', () => {
  let bed: TestBed;

  beforeAll(async () => {
    bed = await TestBed.up('interrupted', { count: 2 });
  });
  afterAll(() => bed?.down());

  /** Two masters whose property file changes with each generation. */
  const generation = (number: number): Inventory => ({
    ...bed.base('h1', 'h2'),
    mode: 'masters',
    namesrv: ['h1'],
    brokers: { 'broker-a': ['h1'], 'broker-b': ['h2'] },
    properties: { fileReservedTime: 48 + number },
  });
  const write = (number: number) => bed.write(`generation-${number}.yaml`, generation(number));
  const brokers = () => allProcesses(bed.fleet, 'h1', 'h2');

  /** The reserved time that each broker's file says, and whether its process was started after that file was written. */
  const reservedTimes = async () => {
    const file = (name: string) =>
      `/usr/local/rocketmq-all-4.9.4-bin-release/conf/2m-noslave/${name}.properties`;
    const value = (host: string, name: string) =>
      bed.out(host, `sed -n 's/^fileReservedTime=//p' ${file(name)}`);
    return [await value('h1', 'broker-a'), await value('h2', 'broker-b')];
  };

  test.each([
    { generation: 0, from: 300, to: 4_000, what: 'a first deployment' },
    { generation: 1, from: 300, to: 2_000, what: 'a change' },
    { generation: 2, from: 1_000, to: 4_000, what: 'a change' },
    { generation: 3, from: 2_000, to: 6_000, what: 'a change' },
  ])('$what killed somewhere between $from and $to ms is finished by the next run', async (round) => {
    const path = await write(round.generation);
    const before = await brokers();
    const moment = round.from + Math.random() * (round.to - round.from);
    const killed = startRmqctl(bed.fleet, ['deploy', path]);
    await sleep(moment);
    killed.process.kill('SIGKILL');
    await killed.result;

    const { result } = startRmqctl(bed.fleet, ['deploy', path]);
    const finished = outcomeOf(await result);
    expect(finished.code, `killed after ${moment} ms, then: ${finished.stdout}`).toBe(0);
    expect(await reservedTimes()).toEqual([`${48 + round.generation}`, `${48 + round.generation}`]);
    const restarted = differences(before, await brokers());
    expect(restarted, `killed after ${moment} ms`).toEqual(expect.arrayContaining(['broker-a', 'broker-b']));

    const again = await bed.deploy(path);
    const said = again.steps.length === 0 ? '' : await bed.out('h1', 'journalctl --no-pager -n 60');
    expect(again.steps, `killed after ${moment} ms; ${said}`).toEqual([]);
  });

  test('a run killed between a file and its restart: the next one restarts', async () => {
    const path = await write(4);
    const before = await brokers();
    const killed = startRmqctl(bed.fleet, ['deploy', path]);
    await killed.said(/"resource":"file:[^"]*broker-a.properties","action":"update","status":"changed"/);
    killed.process.kill('SIGKILL');
    await killed.result;
    await bed.deploy(path);
    expect(differences(before, await brokers())).toEqual(['broker-a', 'broker-b']);
    expect((await bed.deploy(path)).summary.changed).toBe(0);
  });

  test('a run that is interrupted by Ctrl-C ends with 130, leaves no lock, and the next one finishes', async () => {
    const path = await write(5);
    const interrupted = startRmqctl(bed.fleet, ['deploy', path]);
    await interrupted.said(/"event":"step".*"status":"changed"/);
    interrupted.process.kill('SIGINT');
    const outcome = outcomeOf(await interrupted.result);
    expect(outcome.summary.exitCode).toBe(130);
    await bed.deploy(path);
    expect(await reservedTimes()).toEqual(['53', '53']);
    expect((await bed.deploy(path)).summary.changed).toBe(0);
  });

  test('while a run is at work, another one changes nothing and ends with 7', async () => {
    const first = startRmqctl(bed.fleet, ['deploy', await write(6)]);
    await first.said(/"event":"step".*"status":"changed"/);
    const second = await bed.rmqctl(['deploy', await write(7)]);
    expect(second.code).toBe(7);
    expect(second.steps).toEqual([]);
    expect(second.diagnostics.filter(({ code }) => code === 'LOCKED').map(({ host }) => host)).toEqual([
      'h1',
      'h2',
    ]);
    expect(outcomeOf(await first.result).code).toBe(0);
    expect(await reservedTimes()).toEqual(['54', '54']);
  });

  test('of two runs that start together one at most changes something, and the hosts agree', async () => {
    const runs = [
      startRmqctl(bed.fleet, ['deploy', await write(8)]),
      startRmqctl(bed.fleet, ['deploy', await write(9)]),
    ];
    const outcomes = await Promise.all(runs.map(async ({ result }) => outcomeOf(await result)));
    for (const { code, steps } of outcomes) {
      expect([0, 7]).toContain(code);
      if (code === 7) expect(steps).toEqual([]);
    }
    const [a, b] = await reservedTimes();
    expect(a).toBe(b);
    await bed.deploy(await write(9));
  });
});
