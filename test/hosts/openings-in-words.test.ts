import { describe, expect, test } from 'vitest';
import { openingsInWords } from '../../src/hosts/openings.ts';

describe('openings as a person reads them', () => {
  const to = (port: number, ...sources: readonly string[]) => sources.map((source) => ({ port, source }));
  test.each([
    ['nothing', [], ''],
    ['to everybody', [{ port: 9876 }, { port: 10911 }], '9876, 10911'],
    ['to one', to(10912, '10.0.0.2'), '10912 to 10.0.0.2'],
    [
      'alike together',
      [...to(9876, '10.0.0.2', '10.0.0.3'), ...to(10911, '10.0.0.2', '10.0.0.3')],
      '9876, 10911 to 10.0.0.2, 10.0.0.3',
    ],
    [
      'those that differ apart',
      [{ port: 9876 }, ...to(10912, '10.0.0.2'), ...to(11012, '10.0.0.3')],
      '9876; 10912 to 10.0.0.2; 11012 to 10.0.0.3',
    ],
    ['five sources', to(1, 'a', 'b', 'c', 'd', 'e'), '1 to a, b, c, d, e'],
    ['more than five', to(1, 'a', 'b', 'c', 'd', 'e', 'f', 'g'), '1 to a, b, c, d, e and 2 more'],
  ])('%s', (_name, openings, words) => expect(openingsInWords(openings)).toBe(words));
});
