import { edges, type GridCell, type Lane, type Edge } from './edges.ts';
import type { DrawnHost, DrawnInstance, Picture } from './picture.ts';
import { BOLD, textWidth } from './text-width.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly hosts: readonly (Box & { readonly host: DrawnHost })[];
  readonly instances: readonly (Box & { readonly instance: DrawnInstance })[];
  /** corners of each arrow, from the master to the slave; two if it crosses a gutter directly */
  readonly arrows: readonly (readonly Point[])[];
}

export const MARGIN = 28;
export const TITLE_HEIGHT = 56;
export const LEGEND_HEIGHT = 40;
export const HOST_HEAD = 46;
export const CARD_HEIGHT = 44;
const CARD_GAP = 10;
export const PADDING = 14;
const CARD_WIDTH = { least: 172, most: 300 } as const;
/** Width of the gutters between columns and between rows, and what each arrow along them adds. */
const GUTTER = 76;
const ROW_GUTTER = 28;
const LANE = 14;

/** Hosts in a row: one to four side by side, then as even a grid as there is, wider than high. */
export function columnsFor(hosts: number): number {
  return hosts <= 4 ? Math.max(1, hosts) : Math.ceil(Math.sqrt(hosts * 1.3));
}

/** The places of a picture's parts, in pixels: hosts in a grid, arrows in the gutters between them. */
export function layout(picture: Picture): Layout {
  const columns = columnsFor(picture.hosts.length);
  const cells = cellsOf(picture, columns);
  const planned = edges(picture.replications, cells);
  const card = cardWidth(picture);
  const rows = Math.ceil(picture.hosts.length / columns);
  const width = card + 2 * PADDING;
  const heights = Array.from({ length: rows }, (_, row) =>
    Math.max(...picture.hosts.slice(row * columns, (row + 1) * columns).map(hostHeight)),
  );
  // the outermost gutters are margins if no arrow needs them
  const widths = Array.from({ length: columns }, () => width);
  const xs = tracks({ lanes: planned.vertical, sizes: widths, before: MARGIN, gutter: GUTTER });
  const ys = tracks({ lanes: planned.horizontal, sizes: heights, before: TITLE_HEIGHT, gutter: ROW_GUTTER });
  const hosts = picture.hosts.map((host, index) => ({
    host,
    x: xs.starts[index % columns]!,
    y: ys.starts[Math.floor(index / columns)]!,
    width,
    height: heights[Math.floor(index / columns)]!,
  }));
  const instances = hosts.flatMap(({ host, x, y }) =>
    host.instances.map((instance, index) => ({
      instance,
      x: x + PADDING,
      y: y + HOST_HEAD + index * (CARD_HEIGHT + CARD_GAP),
      width: card,
      height: CARD_HEIGHT,
    })),
  );
  const boxOf = new Map<string, Box>(instances.map((box) => [box.instance.name, box]));
  return {
    width: xs.end,
    height: ys.end + LEGEND_HEIGHT,
    hosts,
    instances,
    arrows: planned.routes.map((route) => corners(route, { boxOf, xs, ys })),
  };
}

function cellsOf({ hosts }: Picture, columns: number): ReadonlyMap<string, GridCell> {
  return new Map(
    hosts.flatMap(({ instances }, index) => {
      const cell = { row: Math.floor(index / columns), column: index % columns };
      return instances.map(({ name }) => [name, cell] as const);
    }),
  );
}

/** As wide as the longest text, within limits: what is longer is cut (svg.ts). */
function cardWidth({ hosts }: Picture): number {
  const texts = hosts.flatMap(({ name, address, instances }) => [
    textWidth(name, BOLD.hostName) + textWidth(address, 12) + 12,
    ...instances.map((each) => textWidth(each.name, BOLD.name) + 52),
  ]);
  return Math.min(CARD_WIDTH.most, Math.max(CARD_WIDTH.least, ...texts.map(Math.ceil)));
}

function hostHeight({ instances }: DrawnHost): number {
  const cards = instances.length * (CARD_HEIGHT + CARD_GAP);
  return HOST_HEAD + cards - (cards === 0 ? 0 : CARD_GAP) + PADDING;
}

interface Tracks {
  /** the start of each column or row */
  readonly starts: readonly number[];
  /** the middle of a lane of a gutter */
  readonly lane: (lane: Lane) => number;
  readonly end: number;
}

interface TrackOptions {
  /** of each gutter, the one before the first column (or row) being 0 */
  readonly lanes: readonly number[];
  readonly sizes: readonly number[];
  readonly before: number;
  /** width of a gutter between two of them; its lanes come on top, so that a straight arrow has room */
  readonly gutter: number;
}

/** Columns (or rows) and the gutters around them, as wide as their arrows need. */
function tracks({ lanes, sizes, before, gutter }: TrackOptions): Tracks {
  const widths = [...sizes, 0].map((_, index) => {
    const own = (lanes[index] ?? 0) * LANE;
    if (index > 0 && index < sizes.length) return gutter + own;
    return own === 0 ? 0 : own + LANE;
  });
  const gutters = [before];
  for (const [index, size] of sizes.entries()) gutters.push(gutters[index]! + widths[index]! + size);
  return {
    starts: sizes.map((_, index) => gutters[index]! + widths[index]!),
    lane: ({ gutter: at, lane }) => {
      const free = widths[at]! - (lanes[at] ?? 0) * LANE;
      return gutters[at]! + free / 2 + (lane + 0.5) * LANE;
    },
    end: gutters.at(-1)! + widths.at(-1)! + MARGIN,
  };
}

function corners(
  route: Edge,
  { boxOf, xs, ys }: { boxOf: ReadonlyMap<string, Box>; xs: Tracks; ys: Tracks },
): Point[] {
  const from = boxOf.get(route.from)!;
  const to = boxOf.get(route.to)!;
  const y1 = from.y + from.height / 2 + (route.leaves === 'right' ? -9 : 9);
  const y2 = to.y + to.height / 2 + (route.enters === 'right' ? 3 : -3);
  const start: Point = [route.leaves === 'right' ? from.x + from.width : from.x, y1];
  const end: Point = [route.enters === 'right' ? to.x + to.width : to.x, y2];
  const { out, across, into } = route.lanes;
  if (out === undefined) return [start, end];
  const x1 = xs.lane(out);
  if (across === undefined || into === undefined) return [start, [x1, y1], [x1, y2], end];
  const [x2, level] = [xs.lane(into), ys.lane(across)];
  return [start, [x1, y1], [x1, level], [x2, level], [x2, y2], end];
}
