import { RmqctlError } from '../errors.ts';
import { archiveName } from './download/apache.ts';
import type { ReleaseFacts } from './release.ts';
import type { Source } from './source.ts';

/** Every source failed: what each of them said, and what to do by hand. */
export function unavailable(
  release: ReleaseFacts,
  failures: readonly { source: Source; error: RmqctlError }[],
): RmqctlError {
  const tried = failures.map(({ source, error }) => `${source.label}: ${error.message}`).join('; ');
  const { version } = release;
  const name = archiveName(release);
  return new RmqctlError('DISTRIBUTION_UNAVAILABLE', `RocketMQ ${version} cannot be got anywhere. ${tried}`, {
    hint:
      `Download ${name} on a machine with the network and name it in the inventory (distribution: { archive: ./${name} }), ` +
      `or run there "rmqctl fetch ${version} -o rocketmq-${version}.tar.gz" and name that file.`,
    cause: failures.at(-1)?.error,
  });
}
