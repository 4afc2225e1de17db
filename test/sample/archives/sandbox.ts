import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { releaseOf } from '../../../src/rocketmq/releases.ts';
import type { DistributionSpec } from '../../../src/model/topology.ts';
import { RmqctlError } from '../../../src/errors.ts';
import { provideRelease } from '../../../src/distribution/provide.ts';
import type { ReleaseArchive, ReleaseProgress, ReleaseRequest } from '../../../src/distribution/release.ts';

/** The smallest tree that is a release of a version, below a top folder. */
export function releaseFiles(version: string, top = `rocketmq-all-${version}-bin-release/`) {
  return [
    { name: `${top}lib/rocketmq-broker-${version}.jar`, content: 'broker' },
    { name: `${top}lib/rocketmq-namesrv-${version}.jar`, content: 'namesrv' },
    { name: `${top}conf/broker.conf`, content: 'a=b\n' },
    { name: `${top}bin/mqadmin`, content: '#!/bin/sh\n' },
    { name: `${top}LICENSE`, content: 'Apache' },
  ];
}

/** A directory of the test's own, with a cache, and no Apache and no Maven unless the test makes them. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), 'rmqctl-distribution-'));
  readonly cacheDir = join(this.root, 'cache');
  readonly notices: string[] = [];
  readonly progress: ReleaseProgress[] = [];
  env: Record<string, string> = { PATH: join(this.root, 'bin'), RMQCTL_APACHE_MIRROR: 'http://127.0.0.1:9' };

  constructor() {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
  }

  async write(name: string, content: string | Buffer): Promise<string> {
    const path = join(this.root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  /** Puts a script in place of mvn; `$out` is the directory it should fill with jars. */
  async fakeMvn(body: string): Promise<void> {
    const script = `#!/bin/sh
PATH=/usr/bin:/bin
for a; do case $a in -DoutputDirectory=*) out=\${a#*=};; esac; done
${body}
`;
    await chmod(await this.write('bin/mvn', script), 0o755);
  }

  request(version: string, spec: DistributionSpec = { from: 'default' }): ReleaseRequest {
    return { release: releaseOf(version), spec, cacheDir: this.cacheDir, env: this.env };
  }

  async provide(version: string, spec?: DistributionSpec, signal?: AbortSignal): Promise<ReleaseArchive> {
    return await provideRelease(this.request(version, spec), {
      notice: (message) => this.notices.push(message),
      progress: (progress) => this.progress.push(progress),
      signal,
    });
  }

  /** The error of a release that cannot be provided. */
  async refuse(version: string, spec?: DistributionSpec): Promise<RmqctlError> {
    const error = await this.provide(version, spec).then(
      () => new Error('it was provided'),
      (thrown: unknown) => thrown,
    );
    if (error instanceof RmqctlError) return error;
    throw error;
  }
}

/** A fake mvn that has the jars of a version, slowly where asked. */
export const mvnWith = (version: string) =>
  `mkdir -p "$out"; for m in broker namesrv tools; do echo $m > "$out/rocketmq-$m-${version}.jar"; done`;
