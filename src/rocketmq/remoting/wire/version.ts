/** RocketMQ releases as the remoting protocol numbers them (MQVersion). */

import { RmqctlError } from '../../../errors.ts';

/** The ordinal of 4.0.0; each release since takes two (its snapshot, itself), ten patches a minor, ten minors a major. */
const ORDINAL_4_0_0 = 213;
const ORDINAL_3_2_0 = 67;

/**
 * The MQVersion ordinal of a release: 79 for 3.2.6, 401 for 4.9.4, 513 for 5.5.0. Before 4.0.0 the enum is irregular, and
 * only 3.2.x is known here; other 3.x releases give 0, the oldest.
 * @param release `major.minor.patch`
 * @throws RmqctlError REMOTING_RELEASE for another form
 */
export function versionOrdinal(release: string): number {
  const [major, minor, patch] = parseRelease(release);
  if (major >= 4) return ORDINAL_4_0_0 + 2 * ((major - 4) * 100 + minor * 10 + patch);
  return major === 3 && minor === 2 ? ORDINAL_3_2_0 + 2 * patch : 0;
}

/**
 * The release of an MQVersion ordinal, as every answer's header carries it: 401 is 4.9.4, 79 is 3.2.6. Between 3.2.6 and 4.0.0 the
 * enum is irregular, and gives 3.x.
 * @returns undefined for 0, from a peer that does not say
 */
export function releaseOfAnswer(ordinal: number): string | undefined {
  if (ordinal <= 0) return undefined;
  if (ordinal < ORDINAL_4_0_0) return ordinal === versionOrdinal('3.2.6') ? '3.2.6' : '3.x';
  const patches = Math.floor((ordinal - ORDINAL_4_0_0) / 2);
  return `${4 + Math.floor(patches / 100)}.${Math.floor((patches % 100) / 10)}.${patches % 10}`;
}

/**
 * The release that a broker's `brokerVersionDesc` names: V4_9_4 is 4.9.4. The 3.2.6 that was published calls itself
 * V3_2_6_SNAPSHOT.
 */
export function releaseNamed(description: string): string {
  return description
    .replace(/^V/, '')
    .replace(/_SNAPSHOT$/, '')
    .replaceAll('_', '.')
    .toLowerCase();
}

function parseRelease(release: string): [major: number, minor: number, patch: number] {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)(?:-[-\w.]+)?$/.exec(release) ?? [];
  if (patch === undefined) {
    throw new RmqctlError('REMOTING_RELEASE', `"${release}" is not a RocketMQ release such as 4.9.4`, {
      hint: 'correct `version` in the inventory',
    });
  }
  return [Number(major), Number(minor), Number(patch)];
}
