import { expect, test } from 'vitest';
import { createPalette } from '../../src/report/colour.ts';
import { colourLevel } from '../../src/report/colour-level.ts';

test.each([
  ['a terminal', { isTTY: true }, 1],
  ['no terminal', {}, 0],
  ['--no-color', { isTTY: true, noColor: true }, 0],
  ['NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, 0],
  ['an empty NO_COLOR, which does not count', { isTTY: true, env: { NO_COLOR: '' } }, 1],
  ['NO_COLOR wins over FORCE_COLOR', { env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, 0],
  ['FORCE_COLOR', { env: { FORCE_COLOR: '2' } }, 2],
  ['an empty FORCE_COLOR', { env: { FORCE_COLOR: '' } }, 1],
  ['FORCE_COLOR=0', { isTTY: true, env: { FORCE_COLOR: '0' } }, 0],
  ['--no-color wins over FORCE_COLOR', { noColor: true, env: { FORCE_COLOR: '1' } }, 0],
  ['a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }, 0],
])('%s', (_name, facts, level) => {
  expect(colourLevel({ noColor: false, env: {}, isTTY: false, ...facts })).toBe(level);
});

test('level 0 leaves text alone, level 1 does not', () => {
  expect(createPalette(0).bad('x')).toBe('x');
  expect(createPalette(1).bad('x')).toBe('\u001b[31mx\u001b[39m');
});
