import { describe, expect, test } from 'vitest';
import { addressHint } from '../../../src/inventory/rules/addresses.ts';
import { sizeHint, sizeMeant } from '../../../src/inventory/schema/schema-messages.ts';
import { SIZE } from '../../../src/inventory/schema/schema-parts.ts';

const NOTHING = 'use four numbers from 0 to 255, or a host name of letters, digits, `-` and `.`';

describe('what to do about something that is no address', () => {
  test.each([
    ['http://10.0.0.1', 'remove the scheme: `10.0.0.1`'],
    [
      'ssh://root@10.0.0.1:22',
      'remove the scheme, set the user in `ssh: { user: ... }`, remove the port: `10.0.0.1`',
    ],
    ['root@10.0.0.1', 'set the user in `ssh: { user: ... }`: `10.0.0.1`'],
    ['10.0.0.1:9876', 'remove the port: `10.0.0.1`'],
    ['10.0.0.1/24', 'remove `/` and what follows: `10.0.0.1`'],
    ['mq1.example.org.', 'remove the final dot: `mq1.example.org`'],
    ['010.000.000.001', 'write its numbers without leading zeros: `10.0.0.1`'],
    ['https://mq1.example.org/path', 'remove the scheme, remove `/` and what follows: `mq1.example.org`'],
    ['10.0.0.256', NOTHING],
    ['10.0.0', NOTHING],
    ['mq 1', NOTHING],
    ['', NOTHING],
    ['::1', NOTHING],
  ])('%s', (text, hint) => expect(addressHint(text)).toBe(hint));
});

describe('sizes as other tools write them', () => {
  test.each([
    ['8GiB', '8g'],
    ['8 g', '8g'],
    ['8GB', '8g'],
    ['8Gi', '8g'],
    ['08g', '8g'],
    ['8_000m', '8000m'],
    ['1.5g', '1536m'],
    ['0.5k', undefined],
    ['0g', undefined],
    ['8', undefined],
    ['g', undefined],
    ['eight g', undefined],
    ['-8g', undefined],
    ['99999999999t', undefined],
  ])('%s means %s', (text, meant) => expect(sizeMeant(text)).toBe(meant));

  test.each([
    ['a number without its unit', 8, SIZE, 'add the unit: k, m, g or t'],
    ['a size of another tool', '8GiB', SIZE, 'write `8g`'],
    ['where a size is one of several things', '8GiB', { anyOf: [{ type: 'object' }, SIZE] }, 'write `8g`'],
    ['where no size is expected', '8GiB', { type: 'string' }, undefined],
    ['what means none', 'much', SIZE, undefined],
    ['no schema', '8GiB', undefined, undefined],
  ])('%s', (...[, data, schema, hint]) => {
    expect(sizeHint(data, schema as Parameters<typeof sizeHint>[1])).toBe(hint);
  });
});
