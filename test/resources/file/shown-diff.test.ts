import { describe, expect, test } from 'vitest';
import { Secret, type Text } from '../../../src/redaction/secret.ts';
import { shownDiff } from '../../../src/resources/file.ts';
import { propertyFile } from '../../sample/properties.ts';

const path = '/conf/broker-a.properties';
const properties = (values: Record<string, Text>, found: string, hidden: readonly string[] = []) =>
  shownDiff({ path, content: propertyFile(values, { rewritten: true }), hidden }, found);
const secret = (text: string) => ({ key: new Secret(text) });

describe('what a person sees of a change to a file', () => {
  test('a text: before and after', () => {
    expect(shownDiff({ path: '/x', content: 'b\n' }, 'a\n')).toEqual({
      path: '/x',
      before: 'a\n',
      after: 'b\n',
    });
  });

  test('a text that is a secret: nothing', () => {
    expect(shownDiff({ path: '/x', content: new Secret('password\n') }, 'a\n')).toBeUndefined();
  });

  test('properties without secrets: before and after', () => {
    expect(properties({ a: '2' }, 'a=1\n')).toEqual({ path, before: 'a=1\n', after: 'a=2\n' });
  });

  test.each<[string, string, Record<string, Text>, string, string]>([
    [
      'that stays',
      'key=old\na=1\n',
      { ...secret('old'), a: '2' },
      'key=[redacted]\na=1\n',
      'key=[redacted]\na=2\n',
    ],
    ['that changes', 'key=old\n', secret('new'), 'key=[redacted]\n', 'key=[redacted] (changed)\n'],
    ['that is new', 'a=1\n', { a: '1', ...secret('new') }, 'a=1\n', 'a=1\nkey=[redacted]\n'],
  ])('a secret property %s', (...[, found, wanted, before, after]) => {
    expect(properties(wanted, found, ['key'])).toEqual({ path, before, after });
  });

  test('no value of a secret is in what is shown, the old one neither', () => {
    const shown = JSON.stringify(properties(secret('hunter22'), 'key=hunter21\n', ['key']));
    expect(shown).not.toContain('hunter2');
  });

  test('a file so broken that its secrets cannot be told apart: nothing', () => {
    expect(properties(secret('new'), 'key=old\nx=\\u12\n', ['key'])).toBeUndefined();
  });

  test('a secret file of which nobody says which keys: nothing', () => {
    expect(properties(secret('new'), 'key=old\n')).toBeUndefined();
  });
});
