import { describe, expect, test } from 'vitest';
import { edges, type GridCell } from '../../../src/report/graph/edges.ts';

/** Three hosts in a row, and one below the first. */
const CELLS = new Map<string, GridCell>([
  ['a', { row: 0, column: 0 }],
  ['b', { row: 0, column: 1 }],
  ['c', { row: 0, column: 2 }],
  ['d', { row: 1, column: 0 }],
]);
type Copying = Parameters<typeof edges>[0][number];
const copying = (pair: string): Copying => {
  const [from = '', to = ''] = pair.split('>');
  return { from, to };
};
const routed = (...pairs: readonly string[]) => edges(pairs.map(copying), CELLS);

describe('the ways of arrows over the grid', () => {
  test.each([
    ['neighbours: straight', 'a>b', ['right', 'left'], {}],
    ['back: straight', 'b>a', ['left', 'right'], {}],
    [
      'one below the other: along the gutter beside both',
      'a>d',
      ['right', 'right'],
      { out: { gutter: 1, lane: 0 } },
    ],
    [
      'farther on: along one, across, along another',
      'a>c',
      ['right', 'left'],
      { out: { gutter: 1, lane: 0 }, across: { gutter: 1, lane: 0 }, into: { gutter: 2, lane: 0 } },
    ],
    [
      'farther back',
      'c>a',
      ['left', 'right'],
      { out: { gutter: 2, lane: 0 }, across: { gutter: 1, lane: 0 }, into: { gutter: 1, lane: 0 } },
    ],
  ])('%s', (_name, pair, sides, lanes) => {
    const [route] = routed(pair).routes;
    expect([[route?.leaves, route?.enters], route?.lanes]).toEqual([sides, lanes]);
  });

  test('no two take the same lane of a gutter', () => {
    const { routes, vertical, horizontal } = routed('a>c', 'c>a', 'a>d', 'd>a', 'd>c', 'c>d');
    const taken = routes.flatMap(({ lanes: { out, across, into } }) => [
      ...[out, into].flatMap((lane) => (lane === undefined ? [] : [`v${lane.gutter}/${lane.lane}`])),
      ...(across === undefined ? [] : [`h${across.gutter}/${across.lane}`]),
    ]);
    expect(new Set(taken).size).toBe(taken.length);
    const counted = [...vertical, ...horizontal].reduce((sum, lanes) => sum + lanes, 0);
    expect(counted).toBe(taken.length);
  });

  test('no arrows, no lanes', () => expect(routed()).toEqual({ routes: [], vertical: [], horizontal: [] }));
});
