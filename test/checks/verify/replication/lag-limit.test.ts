import { describe, expect, test } from 'vitest';
import { memberNamed } from '../../../../src/checks/verify/context.ts';
import { lagLimit } from '../../../../src/checks/verify/replication/lag-limit.ts';
import { SMALLEST } from '../../../sample/inventories.ts';
import { contextFor } from '../../../sample/verify.ts';

describe('bytes that a slave may be behind', () => {
  const limit = (properties: string, version = '4.9.4') => {
    const context = contextFor(
      `${SMALLEST.replace('version: 4.9.4', `version: ${version}`)}\n${properties}\n`,
    );
    return lagLimit(context, memberNamed(context, 'broker-a-s')!);
  };
  test.each([
    ['256 MiB where nothing is said', '', '4.9.4', 268435456n],
    ['what the master is told', 'masterProperties: { haSlaveFallbehindMax: 1000 }', '4.9.4', 1000n],
    ['what all are told', 'properties: { haSlaveFallbehindMax: 2000 }', '4.9.4', 2000n],
    ['not what the slave is told', 'slaveProperties: { haSlaveFallbehindMax: 3000 }', '4.9.4', 268435456n],
    ['since 5.0.0 by another key', 'properties: { haMaxGapNotInSync: 4000 }', '5.3.3', 4000n],
    ['since 5.0.0, nothing said', '', '5.3.3', 268435456n],
  ])('%s', (_name, properties, version, expected) => expect(limit(properties, version)).toBe(expected));
});
