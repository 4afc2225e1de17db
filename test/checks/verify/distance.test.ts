import { expect, test } from 'vitest';
import { distanceNow } from '../../../src/checks/verify/checks/replication.ts';

/** A broker that says these positions, one after the other. */
const saying = (...offsets: readonly bigint[]): (() => Promise<bigint>) => {
  const left = [...offsets];
  return () => {
    const next = left.shift();
    return next === undefined ? Promise.reject(new Error('asked too often')) : Promise.resolve(next);
  };
};

test.each([
  ['has all of it', [10n], 10n, 0n],
  ['is behind', [10n], 4n, 6n],
  ['has copied what its master stored between the two looks', [10n, 30n], 20n, 0n],
  ['has what its master never had', [10n, 10n], 20n, -10n],
  ['has more than its master, which goes on storing', [10n, 15n], 20n, -5n],
])('a slave %s', async (_what, master, slave, behind) => {
  expect(await distanceNow(saying(...master), saying(slave))).toBe(behind);
});
