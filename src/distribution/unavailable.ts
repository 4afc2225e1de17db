import { RmqctlError } from '../errors.ts';
import { coordinatesOf } from './coordinates.ts';
import type { Source } from './source.ts';

/** Every source failed: what each of them said, and what to do by hand. */
export function unavailable(
  version: string,
  failures: readonly { source: Source; error: RmqctlError }[],
): RmqctlError {
  const tried = failures.map(({ source, error }) => `${source.label}: ${error.message}`).join('; ');
  const name = `rocketmq-all-${coordinatesOf(version).mavenVersion}-bin-release.zip`;
  return new RmqctlError('DISTRIBUTION_UNAVAILABLE', `RocketMQ ${version} cannot be got anywhere. ${tried}`, {
    hint:
      `Download ${name} on a machine with the network and name it in the inventory (distribution: { archive: ./${name} }), ` +
      `or run there "rmqctl fetch ${version} -o rocketmq-${version}.tar.gz" and name that file.`,
    cause: failures.at(-1)?.error,
  });
}
