import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { releaseCacheDir } from '../../../src/distribution/cache.ts';
import { provideRelease } from '../../../src/distribution/provide.ts';
import { Sandbox } from '../../sample/archives/sandbox.ts';

const there = (command: string) => {
  try {
    execFileSync(command, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const missing = ['mvn', 'java'].filter((command) => !there(command));
if (missing.length > 0) console.warn(`skipped: a release by Maven needs ${missing.join(' and ')}`);

/** Starts the JVM as a host's own script would, as small as it gets. */
const RUN = `#!/bin/sh
exec java -Xms64m -Xmx256m -Duser.home="$ROCKETMQ_HOME/user" -cp "$ROCKETMQ_HOME/conf:$ROCKETMQ_HOME/lib/*" "$@"
`;

describe.skipIf(missing.length > 0)('a release assembled by the real Maven', () => {
  it.each([
    ['4.9.4', /INFO main - brokerName=broker-x$/m],
    ['3.2.6', /^brokerName=/m],
  ])(
    '%s is the same twice, and its broker and mqadmin start',
    async (version, said) => {
      const box = new Sandbox();
      const PATH = process.env['PATH'] ?? '';
      box.env = { ...box.env, PATH, HOME: process.env['HOME'] ?? box.root };
      const release = await box.provide(version, { from: 'maven' });
      const elsewhere = {
        ...box.request(version, { from: 'maven' }),
        cacheDir: releaseCacheDir({ HOME: box.root }),
      };
      const again = await provideRelease(elsewhere, { notice: () => {}, progress: () => {} });
      expect(again).toMatchObject({ origin: 'maven', sha256: release.sha256 });

      const home = `${box.root}/home`;
      mkdirSync(home);
      execFileSync('tar', ['-xf', release.path, '-C', home]);
      await box.write('home/bin/runbroker.sh', RUN);
      const file = await box.write('broker.properties', 'brokerName=broker-x\n');
      const env = { PATH, HOME: box.root };
      const run = (name: string, ...args: string[]) =>
        execFileSync('sh', [`${home}/bin/${name}`, ...args], {
          env,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      expect(run('mqbroker', '-c', file, '-p')).toMatch(said);
      expect(run('mqadmin', 'help', 'clusterList')).toMatch(/^usage: mqadmin clusterList/);
    },
    300_000,
  );
});
