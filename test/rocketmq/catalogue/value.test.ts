import { describe, expect, it } from 'vitest';
import type { PropertyType } from '../../../src/rocketmq/catalogue/row.ts';
import { valueFault } from '../../../src/rocketmq/catalogue/value.ts';

/** What the loader reads, and what it would drop with the value that was meant (undefined: nobody knows). */
const CASES: Readonly<
  Record<PropertyType, { reads: readonly string[]; drops: readonly [string, string?][] }>
> = {
  String: { reads: ['', 'x', 'yes', '04', '1s 5s'], drops: [] },
  int: {
    reads: ['0', '-1', '+5', '04', '2147483647', '-2147483648'],
    drops: [
      [''],
      ['x'],
      ['1.0'],
      ['1e3'],
      ['0x10'],
      ['72h'],
      ['2147483648'],
      ['10 ', '10'],
      [' 10', '10'],
      ['1_000', '1000'],
      ['1,000,000', '1000000'],
      ['99999999999999999999'],
    ],
  },
  long: {
    reads: ['2147483648', '9223372036854775807', '-9223372036854775808'],
    drops: [['9223372036854775808'], ['1L'], ['1 ', '1']],
  },
  double: { reads: ['0.75', '1', '.5', '5.', '1e-3', '-0.1'], drops: [[''], ['75%'], ['1,5'], ['x']] },
  boolean: {
    reads: ['true', 'false', 'TRUE', 'False'],
    drops: [
      ['yes', 'true'],
      ['on', 'true'],
      ['1', 'true'],
      ['No', 'false'],
      ['0', 'false'],
      ['off', 'false'],
      ['true ', 'true'],
      ['maybe'],
      [''],
    ],
  },
  BrokerRole: {
    reads: ['SLAVE', 'SYNC_MASTER', 'ASYNC_MASTER'],
    drops: [['slave', 'SLAVE'], ['SLAVE ', 'SLAVE'], ['MASTER']],
  },
  FlushDiskType: { reads: ['SYNC_FLUSH'], drops: [['sync-flush', 'SYNC_FLUSH'], ['SYNC'], ['']] },
  MessageRequestMode: { reads: ['PULL', 'POP'], drops: [['pop', 'POP'], ['PUSH']] },
  MetricsExporterType: {
    reads: ['PROM', 'DISABLE', '0', '3'],
    drops: [['prom', 'PROM'], ['4'], ['prometheus']],
  },
  TieredStorageLevel: { reads: ['FORCE', '2'], drops: [['force', 'FORCE'], ['9']] },
};

function isType(name: string): name is PropertyType {
  return Object.hasOwn(CASES, name);
}

describe.each(Object.entries(CASES))('%s', (name, { reads, drops }) => {
  const type = isType(name) ? name : 'String';

  it.each(reads.map((text) => [text]))('reads "%s"', (text) => {
    expect(valueFault(type, text)).toBeUndefined();
  });

  it.each(drops.map(([text, meant]) => [text, meant]))('drops "%s", by which %s is meant', (text, meant) => {
    expect(valueFault(type, text)).toMatchObject({ meant, expects: expect.any(String) });
  });
});

it('a boolean that is not read is false, anything else keeps its default', () => {
  expect(valueFault('boolean', 'yes')!.otherwise).toBe('use false');
  expect(valueFault('int', 'x')!.otherwise).toBe('keep the default');
});
