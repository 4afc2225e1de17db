import { describe, expect, test } from 'vitest';
import { sameValue } from '../../../../src/checks/verify/checks/configuration.ts';

describe('a value of a running broker', () => {
  test.each([
    ['int', '8', '8', true],
    ['int', '+8', '8', true],
    ['int', '08', '8', true],
    ['int', '8', '9', false],
    ['long', '1073741824', '1073741824', true],
    ['double', '0.50', '0.5', true],
    ['double', '1', '1.0', true],
    ['boolean', 'TRUE', 'true', true],
    ['boolean', 'true', 'false', false],
    ['text', ' a ', 'a', true],
    ['text', 'a', 'A', false],
    ['text', '08', '8', false],
    [undefined, 'x', 'x', true],
    [undefined, '08', '8', false],
  ] as const)('of kind %s: %j runs as %j: %s', (type, wanted, found, same) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a text is any kind that is none of the others
    expect(sameValue(type as Parameters<typeof sameValue>[0], wanted, found)).toBe(same);
  });
});
