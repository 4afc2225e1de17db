import { cvesOf } from '../../rocketmq/cves.ts';
import { nearestKnown, VERSIONS } from '../../rocketmq/releases.ts';
import { error, note, warning } from '../diagnostic.ts';
import { didYouMean } from '../hints/nearest.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

/** Three numbers, none with a zero before it: the name of the release, by which it is downloaded. */
const RELEASE = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/;

function sameGeneration(version: string): string[] {
  return VERSIONS.filter((candidate) => candidate.split('.')[0] === version.split('.')[0]);
}

/** The version must be a release that rmqctl knows. */
export const knownRelease: Rule = ({ inventory: { version }, knownVersion }) => {
  if (!RELEASE.test(version)) {
    const plain = /\d+\.\d+\.\d+/.exec(version)?.[0];
    const meant = plain?.split('.').map(Number).join('.');
    const hint = meant === undefined ? 'such as 4.9.4' : `write ${quoted(meant)}`;
    return [error('VERSION_INVALID', ['version'], `${quoted(version)} is not the number of a release`, hint)];
  }
  if (knownVersion(version)) {
    const known = nearestKnown(version);
    if (known === undefined || known === version) return [];
    const message = `RocketMQ ${version} is not known to rmqctl: it is taken to be like ${known}, its keys too`;
    return [note('VERSION_LIKE_OLDER', ['version'], message, `a key that came with ${version} is refused`)];
  }
  const near = sameGeneration(version);
  const newest = `the newest that it knows is ${VERSIONS.at(-1)}`;
  const hint = near.length === 0 ? (didYouMean(version, VERSIONS) ?? newest) : `known are ${near.join(', ')}`;
  const message = `RocketMQ ${version} is not a release that rmqctl knows`;
  return [error('VERSION_UNKNOWN', ['version'], message, hint)];
};

/** Known vulnerabilities are reported; the version is deployed as asked. */
export const vulnerabilities: Rule = ({ inventory: { version } }) => {
  if (!RELEASE.test(version)) return [];
  const newest = sameGeneration(version.startsWith('5.') ? version : '4').at(-1);
  return cvesOf(version).map(({ id, effect, fixedIn }) =>
    warning(
      'VERSION_VULNERABLE',
      ['version'],
      `RocketMQ ${version} has ${id}: ${effect}`,
      `fixed in ${fixedIn}; use ${newest ?? fixedIn}, or let only trusted machines reach the ports`,
    ),
  );
};
