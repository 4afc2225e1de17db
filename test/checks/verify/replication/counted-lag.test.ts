import { describe, expect, test } from 'vitest';
import { RmqctlError } from '../../../../src/errors.ts';
import { memberNamed } from '../../../../src/checks/verify/context.ts';
import { lagLimit } from '../../../../src/checks/verify/replication/counted-lag.ts';
import { SMALLEST } from '../../../sample/inventories.ts';
import { contextFor, seen } from '../../../sample/verify.ts';

describe('bytes that a slave may be behind', () => {
  const context = contextFor(`${SMALLEST}\nproperties: { haSlaveFallbehindMax: 1 }\n`);
  const slave = memberNamed(context, 'broker-a-s')!;
  const limit = (answers: Record<string, unknown>) => lagLimit(context, slave, seen(context, { answers }));
  const running = (broker: string, key: string, value: string) => ({
    [`running-config ${broker}`]: new Map([[key, value]]),
  });
  test.each([
    ['256 MiB where its master was not asked', {}, 268435456n],
    [
      '256 MiB where its master does not answer',
      { 'running-config broker-a': new RmqctlError('REMOTING_TIMEOUT', 'no answer') },
      268435456n,
    ],
    [
      'what its master runs with, whatever is desired',
      running('broker-a', 'haSlaveFallbehindMax', '1000'),
      1000n,
    ],
    ['the same of a later release', running('broker-a', 'haMaxGapNotInSync', '4000'), 4000n],
    ['not what the slave runs with', running('broker-a-s', 'haSlaveFallbehindMax', '3000'), 268435456n],
    ['not what is no number', running('broker-a', 'haSlaveFallbehindMax', 'x'), 268435456n],
  ])('%s', (_name, answers, expected) => expect(limit(answers)).toBe(expected));
});
