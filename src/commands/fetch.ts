import { resolve } from 'node:path';
import { releaseCacheDir } from '../distribution/cache.ts';
import { exportRelease } from '../distribution/export.ts';
import { ExitCode } from '../errors.ts';
import { releaseOf } from '../rocketmq/releases.ts';
import { defineCommand } from './frame/command.ts';
import { getRelease } from '../operations/session.ts';

export const command = defineCommand({
  example: 'rmqctl fetch 4.9.4 -o rocketmq-all-4.9.4-bin-release.tar.gz',
  arguments: { version: { summary: 'a RocketMQ version: 4.9.4' } },
  options: {
    output: { type: 'text', alias: 'o', value: 'FILE', summary: 'write it as .tar.gz, .tgz or .tar, too' },
  },
  async run(args, context) {
    const wanted = releaseOf(args.version);
    const releaseRequest = {
      release: wanted,
      spec: { from: 'default' },
      cacheDir: releaseCacheDir(context.env),
      env: context.env,
    } as const;
    const archive = await getRelease({ releaseRequest, context });
    const told = `RocketMQ ${wanted.version} (from ${archive.origin}), sha256 ${archive.sha256}`;
    if (args.output !== undefined) await exportRelease(archive, resolve(context.cwd, args.output));
    const where = args.output === undefined ? `in the cache: ${archive.path}` : `written to ${args.output}`;
    context.emit({ event: 'diagnostic', severity: 'note', code: 'FETCHED', message: `${told}, ${where}` });
    return ExitCode.ok;
  },
});
