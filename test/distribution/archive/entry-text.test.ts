import { describe, expect, test } from 'vitest';
import { entryText } from '../../../src/distribution/program-part.ts';
import { readProperties } from '../../../src/rocketmq/configuration/properties-text.ts';

describe('the text of an entry', () => {
  test('is what UTF-8 says', () => {
    expect(entryText(Buffer.from('name=\u4E2D\u6587\n'))).toBe('name=\u4E2D\u6587\n');
  });

  test.each([
    ['a character', 'name=caf\u00E9\n', 'name=caf\\u00E9\n'],
    ['an escaped one', 'name=\\\u00E9\n', 'name=\\u00E9\n'],
    ['one behind an escaped backslash', 'name=\\\\\u00E9\n', 'name=\\\\\\u00E9\n'],
  ])('is of ISO-8859-1 where it is not UTF-8: %s', (_name, latin1, expected) => {
    const text = entryText(Buffer.from(latin1, 'latin1'));
    expect(text).toBe(expected);
    expect(readProperties(text).get('name')).toBe(readProperties(latin1).get('name'));
  });
});
