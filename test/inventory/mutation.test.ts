import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { read } from './read.ts';

const folder = new URL('../../inventories/', import.meta.url);
const EXAMPLES = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Words and signs that mean something to YAML, to the schema or to a rule. */
const PIECES = [
  '',
  ' ',
  '\n',
  '\t',
  ':',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '!!str ',
  '!x ',
  '<<: ',
  '|\n',
  '? ',
  '%',
  '@',
  '`',
  '---\n',
  '...\n',
  '${A}',
  '${B}',
  '${',
  '\\',
  '\r',
  '\u0000',
  'ä',
  '\uD83D\uDE00',
  'null',
  '~',
  'true',
  '-1',
  '0',
  '99999999999999999999',
  '1e999',
  '.nan',
  '__proto__',
  'constructor',
  'toString',
  'local',
  'node1',
  '127.0.0.1',
  '::1',
  '/',
  '..',
  'port: 70000',
  'heap: 4g',
  'properties: { brokerId: 1 }',
  'mode: masters',
  'slaves: [node1]',
  '{ host: node1 }',
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat({ max: 30 })),
  insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5, unit: 'binary' })),
});

function mutated(text: string, edits: readonly Edit[]): string {
  return edits.reduce((result, { at, remove, insert }) => {
    const start = Math.floor(at * result.length);
    return result.slice(0, start) + insert + result.slice(start + remove);
  }, text);
}

it('whatever is done to an inventory, it gives a topology or diagnostics that point into it, and no exception', () => {
  const property = fc.property(
    fc.constantFrom(...EXAMPLES),
    fc.array(edit, { minLength: 1, maxLength: 4 }),
    (example, edits) => {
      const text = mutated(example, edits);
      const { topology, diagnostics } = read(text, { A: 'secret-value' });
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      expect(topology === undefined).toBe(errors.length > 0);
      const lines = text.replace(/^\uFEFF/, '').split('\n');
      for (const { code, message, line, column, frame } of diagnostics) {
        expect(code).toMatch(/^[A-Z][A-Z_]+$/);
        expect(message).not.toMatch(/undefined|\[object|secret-value/);
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual((lines[line! - 1] ?? '').length + 1);
        expect(frame).toMatch(/\^$/);
      }
    },
  );
  fc.assert(property, { numRuns: 400, seed: 20260401 });
});
