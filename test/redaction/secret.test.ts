// oxlint-disable typescript/restrict-template-expressions, typescript/restrict-plus-operands, typescript/no-misused-spread, typescript/no-base-to-string -- what lint forbids in the program is tried here
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { reveal, revealingJson, Secret, secretIf } from '../../src/redaction/secret.ts';
import { sh } from '../../src/shell/script.ts';

const CANARY = 'c4n4ry \\ "it\'s"';
const secret = new Secret(CANARY);

describe('a secret prints as [redacted]', () => {
  it.each<[string, (value: Secret) => string]>([
    ['as a string', String],
    ['in a template literal', (value) => `<${value}>`],
    ['added to a text', (value) => '' + value],
    ['as JSON', (value) => JSON.stringify({ deep: [value] })],
    ['inspected', (value) => inspect({ deep: [value] }, { depth: 9, showHidden: true })],
    ['in a list', (value) => [value, value].join()],
    ['in an error', (value) => new Error(`no ${value}`).stack ?? ''],
    [
      'by its entries',
      (value) => JSON.stringify(Object.entries(value)) + JSON.stringify({ ...value }) + value,
    ],
    ['copied', (value) => inspect(structuredClone({ ...value })) + value],
  ])('%s', (_, print) => {
    expect(print(secret)).not.toContain('c4n4ry');
    expect(print(secret)).toContain('[redacted]');
  });

  it('and is no number', () => {
    expect(Number(new Secret('5'))).toBeNaN();
  });
});

it('a secret is revealed to what asks for it, and to a script, quoted', () => {
  expect(reveal(secret)).toBe(CANARY);
  expect(reveal('plain')).toBe('plain');
  expect(secretIf(false, 'plain')).toBe('plain');
  expect(sh`put ${secret}`.text).toBe(`put 'c4n4ry \\ "it'\\''s"'`);
});

it('JSON for digests tells one secret from another, and from the same text', () => {
  const of = (password: unknown): string => revealingJson({ a: [1, { password }] });
  expect(new Set([of('x'), of(new Secret('x')), of(new Secret('y')), of('[redacted]')]).size).toBe(4);
});
