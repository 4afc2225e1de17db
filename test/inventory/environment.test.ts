import { describe, expect, test } from 'vitest';
import { substitute } from '../../src/inventory/environment.ts';

const env = { A: 'one', B_2: 'two', EMPTY: '', NESTED: '${A}' };

describe('references to the environment', () => {
  test.each<[string, string, Partial<ReturnType<typeof substitute>>]>([
    ['plain', 'plain', { used: [] }],
    ['${A}', 'one', { used: ['A'] }],
    ['x${A}y${B_2}z', 'xoneytwoz', { used: ['A', 'B_2'] }],
    ['${A}${A}', 'oneone', { used: ['A', 'A'] }],
    ['${EMPTY}', '', { used: ['EMPTY'] }],
    ['${NESTED}', '${A}', { used: ['NESTED'] }],
    ['$${A}', '${A}', { used: [] }],
    ['$$${A}', '$${A}', { used: [] }],
    ['${MISSING}', '${MISSING}', { missing: ['MISSING'] }],
    ['${}', '${}', { malformed: ['${}'] }],
    ['${1A}', '${1A}', { malformed: ['${1A}'] }],
    ['${A-default}', '${A-default}', { malformed: ['${A-default}'] }],
    ['${ A }', '${ A }', { malformed: ['${ A }'] }],
    ['$A', '$A', { used: [] }],
    ['${A', '${A', { used: [] }],
    ['${toString}', '${toString}', { missing: ['toString'] }],
  ])('%s -> %s', (text, result, told) => {
    expect(substitute(text, env)).toEqual({ text: result, used: [], missing: [], malformed: [], ...told });
  });
});
