import { cvesOf } from '../../rocketmq/cves.ts';
import { nearestKnown, VERSIONS } from '../../rocketmq/releases.ts';
import { findingAt } from '../diagnostic.ts';
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
    const hint = meant === undefined ? undefined : `write ${quoted(meant)}`;
    return [findingAt('VERSION_INVALID', ['version'], { version: quoted(version) }, { hint })];
  }
  if (knownVersion(version)) {
    const known = nearestKnown(version);
    if (known === undefined || known === version) return [];
    return [findingAt('VERSION_LIKE_OLDER', ['version'], { version, known })];
  }
  const near = sameGeneration(version);
  const newest = `the newest known release is ${VERSIONS.at(-1)}`;
  const hint =
    near.length === 0 ? (didYouMean(version, VERSIONS) ?? newest) : `known releases: ${near.join(', ')}`;
  return [findingAt('VERSION_UNKNOWN', ['version'], { version }, { hint })];
};

/** Known vulnerabilities are reported; the version is deployed as asked. */
export const vulnerabilities: Rule = ({ inventory: { version } }) => {
  if (!RELEASE.test(version)) return [];
  const newest = sameGeneration(version.startsWith('5.') ? version : '4').at(-1);
  return cvesOf(version).map(({ id, effect, fixedIn }) =>
    findingAt('VERSION_VULNERABLE', ['version'], { version, id, effect, fixedIn, newest: newest ?? fixedIn }),
  );
};
