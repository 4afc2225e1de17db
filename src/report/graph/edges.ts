import type { Copying } from './picture.ts';

/** A host's place in the grid. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

/** A gutter by the column (or row) behind it, and a lane in it; both from 0. */
export interface Lane {
  readonly gutter: number;
  readonly lane: number;
}

type Side = 'left' | 'right';

/**
 * An arrow from a side of its master to a side of its slave: straight over the gutter that both are at, or along it, or
 * along it, across between rows, and along another.
 */
export interface Edge extends Copying {
  readonly leaves: Side;
  readonly enters: Side;
  /** none of them: straight; only `out`: along one gutter */
  readonly lanes: { readonly out?: Lane; readonly across?: Lane; readonly into?: Lane };
}

/**
 * The gutters of the grid that each arrow takes, and a lane in each, so that no two overlap.
 * @returns routes in the order of the replications; the lanes in each gutter beside the columns, and in each above the rows
 */
export function edges(replications: readonly Copying[], cells: ReadonlyMap<string, GridCell>) {
  const vertical: number[] = [];
  const horizontal: number[] = [];
  const take = (lanes: number[], gutter: number): Lane => {
    const lane = lanes[gutter] ?? 0;
    lanes[gutter] = lane + 1;
    return { gutter, lane };
  };
  const routes = replications.map((replication): Edge => {
    const from = cells.get(replication.from)!;
    const to = cells.get(replication.to)!;
    const leaves = to.column < from.column ? 'left' : 'right';
    const enters = to.column > from.column ? 'left' : 'right';
    const first = leaves === 'right' ? from.column + 1 : from.column;
    const last = enters === 'right' ? to.column + 1 : to.column;
    const ends = { ...replication, leaves, enters } as const;
    if (first === last && leaves !== enters) return { ...ends, lanes: {} };
    const out = take(vertical, first);
    if (first === last) return { ...ends, lanes: { out } };
    const across = take(horizontal, to.row < from.row ? from.row : from.row + 1);
    return { ...ends, lanes: { out, across, into: take(vertical, last) } };
  });
  return {
    routes,
    vertical: Array.from(vertical, (n) => n ?? 0),
    horizontal: Array.from(horizontal, (n) => n ?? 0),
  };
}
