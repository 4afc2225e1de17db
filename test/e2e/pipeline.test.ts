import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npmEnvironment, pack } from '../ci/npm.ts';
import { type ActionRun, GithubJob, gitlabJob, type Start } from '../ci/runner.ts';
import { whyNoHosts } from '../bed/hosts.ts';
import { run } from '../bed/run.ts';
import { junitFaults, junitTags } from '../sample/junit-lint.ts';
import { markdownFaults } from '../sample/markdown-lint.ts';
import { TestBed } from './cluster.ts';
import { allProcesses } from './host-state.ts';

/**
 * The package, installed by the action's own steps on a machine that has nothing of the repository, takes two hosts from nothing to a
 * verified cluster, finds a drift, and takes the cluster away. The tests follow one another.
 */

const CONFIG = '/usr/local/rocketmq-all-4.9.4-bin-release/conf/2m-2s-sync/broker-a.properties';

describe.skipIf(whyNoHosts())('a pipeline', { timeout: 400_000 }, () => {
  let bed: TestBed;
  let job: GithubJob;
  let tarball: string;
  let logins: { readonly 'ssh-key': string; readonly 'known-hosts': string };

  beforeAll(async () => {
    bed = await TestBed.up('pipeline', { count: 2 });
    await mkdir(join(bed.directory, 'package'));
    tarball = await pack(join(bed.directory, 'package'));
    const cache = process.env['RMQCTL_CACHE_DIR'] ?? join(homedir(), '.cache/rmqctl');
    job = new GithubJob(start, { ...npmEnvironment(), RMQCTL_CACHE_DIR: cache });
    logins = {
      'ssh-key': (await readFile(bed.fleet.key, 'utf8')).trimEnd(),
      'known-hosts': await readFile(bed.fleet.knownHosts, 'utf8'),
    };
    // as in a repository: the login is the pipeline's
    await writeFile(join(job.workspace, 'cluster.yaml'), JSON.stringify({ ...bed.pair(), ssh: {} }));
  });
  afterAll(async () => {
    job?.end();
    await bed?.down();
  });

  /** rmqctl reaches the hosts, and nothing else; npm reaches what it always does. */
  const start: Start = (argv, options) =>
    options.env?.['COMMAND'] === undefined ? run(argv, options) : bed.fleet.control(argv, options);

  const use = async (command: string, inventory: string, options = ''): Promise<ActionRun> => {
    const used = await job.use({ version: tarball, command, inventory, options, ...logins });
    expect(markdownFaults(used.summary)).toEqual([]);
    expect(used.log).not.toContain('PRIVATE KEY');
    return used;
  };
  const report = (used: ActionRun, name: string): Promise<string> =>
    readFile(join(used.outputs['report']!, name), 'utf8');

  test('plan: says what is to be done, and leaves it as a file to review', async () => {
    const used = await use('plan', 'cluster.yaml', '--output=plan.json');
    expect(used.code, used.log).toBe(0);
    expect(Number(used.outputs['changed'])).toBeGreaterThan(10);
    expect(used.summary).toContain('| <code>h1</code> | <code>broker-a</code> | start |');
    expect(used.summary).toContain('```mermaid');
    expect(used.summary).toContain('```diff');
    expect(used.log).toContain('::group::Plan');
    expect(await report(used, 'report.md')).toBe(used.summary.replace(/\n\n$/, '\n'));
  });

  test('deploy: makes what was reviewed, by nothing but the package', async () => {
    const used = await use('deploy', 'plan.json');
    expect(used.code, used.log).toBe(0);
    expect(used.outputs).toMatchObject({ ok: 'true' });
    expect([...(await allProcesses(bed.fleet, 'h1', 'h2')).keys()]).toHaveLength(6);
  });

  test('verify: proves it, with JUnit and a page', async () => {
    const used = await use('verify', 'cluster.yaml');
    expect(used.code, used.log).toBe(0);
    const junit = await report(used, 'junit.xml');
    expect(junitFaults(junit)).toEqual([]);
    expect(junitTags(junit)[0]!.attributes).toMatchObject({ failures: '0', errors: '0' });
    expect((await stat(join(used.outputs['report']!, 'report.html'))).size).toBeGreaterThan(1000);
    expect(used.summary).toContain('| <code>messages</code> |');
  });

  test('the check for drift: nothing, until somebody has changed something by hand', async () => {
    expect((await use('plan', 'cluster.yaml', '--check')).outputs).toMatchObject({
      ok: 'true',
      changed: '0',
    });
    await bed.fleet.exec('h1', `sed -i s/brokerRole=SYNC_MASTER/brokerRole=ASYNC_MASTER/ ${CONFIG}`);
    const used = await use('plan', 'cluster.yaml', '--check');
    expect(used).toMatchObject({ code: 8, outputs: { ok: 'false' } });
    expect(used.summary).toContain('+brokerRole=SYNC_MASTER');
  });

  test('the plan of before is out of date, and says so', async () => {
    const used = await use('deploy', 'plan.json');
    expect(used).toMatchObject({ code: 8, outputs: { ok: 'false', changed: '0' } });
    expect(used.log).toContain('::error title=PLAN_OUT_OF_DATE::');
  });

  test('deploy by the GitLab template mends the drift', async () => {
    const directory = join(bed.directory, 'gitlab');
    await mkdir(directory);
    await writeFile(join(directory, 'inventory.yaml'), JSON.stringify({ ...bed.pair(), ssh: {} }));
    const installed = join(
      job.temp,
      `rmqctl-${tarball.replaceAll(/[^A-Za-z0-9.]/g, '_')}`,
      'node_modules/.bin',
    );
    const npm = join(directory, 'bin');
    await mkdir(npm);
    // the job runs where only the hosts can be reached: npm has been there already
    await writeFile(join(npm, 'npm'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const { code, stdout, stderr } = await gitlabJob(
      {
        PATH: `${npm}:${installed}:${process.env['PATH']}`,
        RMQCTL_IDENTITY: bed.fleet.key,
        RMQCTL_KNOWN_HOSTS: bed.fleet.knownHosts,
        RMQCTL_CACHE_DIR: process.env['RMQCTL_CACHE_DIR'] ?? join(homedir(), '.cache/rmqctl'),
      },
      { directory, start: (argv, options) => bed.fleet.control(argv, options) },
    );
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('section_start:');
    expect(await bed.out('h1', `grep -c brokerRole=SYNC_MASTER ${CONFIG}`)).toBe('1');
    expect(markdownFaults(await readFile(join(directory, 'rmqctl-report/report.md'), 'utf8'))).toEqual([]);
  });

  test('destroy: asks for --yes, and takes everything away', async () => {
    const asked = await use('destroy', 'cluster.yaml', '--purge-store');
    expect(asked.code).toBe(2);
    expect(asked.log).toContain('give --yes');
    const used = await use('destroy', 'cluster.yaml', '--purge-store\n--yes');
    expect(used.code, used.log).toBe(0);
    expect([...(await allProcesses(bed.fleet, 'h1', 'h2')).keys()]).toEqual([]);
    expect(await bed.out('h1', 'ls -d /usr/local/rocketmq* 2>/dev/null || true')).toBe('');
  });
});
