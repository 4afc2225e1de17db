import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run, type Result } from '../bed/run.ts';
import { BIN } from '../e2e/rmqctl.ts';
import { inTurn, median, report, seconds } from './measure.ts';

/** With a warm cache a playground may take so much of the time in which its three JVMs boot by hand, one after another. */
const BAR = 1.3;
const ROUNDS = 3;
const INSTANCES = ['namesrv-here', 'broker-a', 'broker-a-s'] as const;

/**
 * What a person waits for who starts the JVMs one after another. Up to 4.9.x a slave that is told where its master is copies it as
 * soon as it has booted; one of 5.x looks for it 5 s after its start and cannot be told (decision 0025), and until then a
 * synchronous master acknowledges nothing: there the line that says that it has found it is waited for.
 */
const VERSIONS = [
  { version: '4.9.4', until: 'boots', found: undefined },
  {
    version: '5.5.0',
    until: 'boots, the slave until it has found its master',
    found: 'HAClient connect to master [0-9]',
  },
] as const;

test.each(VERSIONS)(
  'a playground of $version, against its three JVMs by hand, each until it $until',
  { timeout: 900_000 },
  async ({ version, found }) => {
    const home = mkdtempSync(join(tmpdir(), 'rmqctl-bench-'));
    const { PATH, JAVA_HOME } = process.env;
    const env = { PATH, JAVA_HOME, HOME: home };
    const shell = (script: string): Promise<Result> => run(['sh', '-c', script], { env, timeout: 120_000 });
    const rmqctl = (...args: string[]): Promise<Result> =>
      run([process.execPath, BIN, 'playground', ...args], { env, timeout: 120_000 });
    const root = join(home, 'rocketmq/playground/playground');
    mkdirSync(join(home, '.cache/rmqctl'), { recursive: true });
    cpSync(join(homedir(), '.cache/rmqctl/releases'), join(home, '.cache/rmqctl/releases'), {
      recursive: true,
    });
    const storeLog = `${root}/logs/broker-a-s/logs/rocketmqlogs/store.log`;

    /** Starts an instance by its own start script and waits for its boot line, as a person would. */
    const boot = (name: string): string => `
    sh ${root}/rocketmq/bin/start-${name}.sh </dev/null >/dev/null 2>&1 &
    until grep -qs 'boot success' ${root}/logs/${name}/console.log; do sleep 0.05; done`;
    const copying = found === undefined ? [] : [`until grep -qs '${found}' ${storeLog}; do sleep 0.05; done`];
    const stop = (): Promise<Result> =>
      shell(
        INSTANCES.map(
          (name) => `kill $(cat ${root}/logs/${name}/pid); rm -f ${root}/logs/${name}/console.log`,
        ).join('\n'),
      );
    const ended = async (): Promise<void> => {
      const pids = INSTANCES.map((name) => readFileSync(`${root}/logs/${name}/pid`, 'utf8').trim());
      await shell(
        pids
          .map((pid) => `while [ -n "$(tr -d '\\0' 2>/dev/null </proc/${pid}/cmdline)" ]; do sleep 0.1; done`)
          .join('\n'),
      );
    };
    try {
      const times = await inTurn(
        ROUNDS,
        () => seconds(() => rmqctl(version)),
        async () => {
          await stop();
          await ended();
          await shell(`rm -f ${storeLog}`);
          const took = await seconds(() => shell([...INSTANCES.map(boot), ...copying].join('\n')));
          await stop();
          await ended();
          await rmqctl('--down', '--purge');
          return took;
        },
      );
      console.log(report(`playground ${version} / three JVMs by hand`, times, BAR));
      expect(median(times.a) / median(times.b)).toBeLessThanOrEqual(BAR);
    } finally {
      await rmqctl('--down', '--purge', '--force');
      rmSync(home, { recursive: true, force: true });
    }
  },
);
