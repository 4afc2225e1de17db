import { layout, LEGEND_HEIGHT, MARGIN, PADDING, type Box, type Point } from './layout.ts';
import { ORDER, type DrawnHost, type DrawnInstance, type Health, type Picture } from './picture.ts';
import { SCOPE, STYLE } from './style.ts';
import { BOLD, fitted, textWidth } from './text-width.ts';
import { escapeXml as escape } from '../../std/xml.ts';

const RADIUS = 9;
const MARKS: Readonly<Record<Health, string>> = { pass: '✓', warn: '!', fail: '✕', skip: '?' };

/**
 * A picture as an SVG document, hosts as boxes, instances as cards, replications as arrows: readable on light and dark, without
 * scripts or external files.
 * @param health of instances, by name; those that are not in it have no mark
 */
export function svg(picture: Picture, health?: ReadonlyMap<string, Health>): string {
  const { width: needed, height, hosts, instances, arrows } = layout(picture);
  const legend = legendOf(picture);
  const width = Math.ceil(Math.max(needed, titleWidth(picture) + 2 * MARGIN, legend.width + 2 * MARGIN));
  const label = `${picture.title}: ${picture.subtitle}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${SCOPE}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(label)}">`,
    `<title>${escape(label)}</title>`,
    `<style>${STYLE}</style>`,
    `<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 10 5 0 10 2.5 5z"/></marker></defs>`,
    `<rect class="paper" width="${width}" height="${height}" rx="14"/>`,
    `<text class="title" x="${MARGIN}" y="36">${escape(picture.title)}<tspan class="subtitle" dx="12">${escape(picture.subtitle)}</tspan></text>`,
    ...hosts.map((box) => hostOf(box, box.host)),
    ...arrows.map((points) => `<path class="arrow" marker-end="url(#tip)" d="${line(points)}"/>`),
    ...instances.map((box) => cardOf(box, box.instance, health?.get(box.instance.name))),
    `<g transform="translate(${MARGIN} ${height - LEGEND_HEIGHT + 4})">${legend.text}</g>`,
    '</svg>\n',
  ].join('\n');
}

function hostOf({ x, y, width, height }: Box, { name, address }: DrawnHost): string {
  const room = width - 2 * PADDING;
  // a host whose name is its address shows it once
  const shown = address === name ? '' : address;
  const side = fitted(shown, 12, Math.max(room / 2, room - textWidth(name, BOLD.hostName) - 10));
  const head = fitted(name, BOLD.hostName, room - textWidth(side, 12) - 10);
  return [
    `<g><title>${escape(`${name} (${address})`)}</title>`,
    `<rect class="host" x="${x}" y="${y}" width="${width}" height="${height}" rx="12"/>`,
    `<text class="host-name" x="${x + PADDING}" y="${y + 29}">${escape(head)}</text>`,
    `<text class="address" text-anchor="end" x="${x + width - PADDING}" y="${y + 28}">${escape(side)}</text></g>`,
  ].join('');
}

function cardOf(
  { x, y, width, height }: Box,
  { name, look, detail }: DrawnInstance,
  health?: Health,
): string {
  const room = width - 28 - (health === undefined ? 0 : 26);
  return [
    `<g class="card ${look}${health === undefined ? '' : ` ${health}`}"><title>${escape(`${name}, ${detail}`)}</title>`,
    `<rect class="face" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`,
    `<rect class="edge" x="${x + 6}" y="${y + 9}" width="3" height="${height - 18}" rx="1.5"/>`,
    `<text class="name" x="${x + 16}" y="${y + 19}">${escape(fitted(name, BOLD.name, room))}</text>`,
    `<text class="detail" x="${x + 16}" y="${y + 35}">${escape(fitted(detail, 11, room))}</text>`,
    ...(health === undefined ? [] : [markOf(x + width - 20, y + height / 2, health)]),
    '</g>',
  ].join('');
}

function markOf(x: number, y: number, health: Health): string {
  return `<circle class="mark" cx="${x}" cy="${y}" r="9"/><text class="sign" text-anchor="middle" x="${x}" y="${y + 4}">${MARKS[health]}</text>`;
}

function line(points: readonly Point[]): string {
  const [[x1, y1], [x2, y2]] = [points[0]!, points.at(-1)!];
  if (points.length > 2) return rounded(points);
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

/** A path through the corners, each rounded as far as its neighbours are away. */
function rounded(points: readonly Point[]): string {
  const [start, ...rest] = points.filter(
    ([x, y], at) => at === 0 || points[at - 1]![0] !== x || points[at - 1]![1] !== y,
  );
  const parts = rest.map(([x, y], at) => {
    const before = at === 0 ? start! : rest[at - 1]!;
    const after = rest[at + 1];
    if (after === undefined) return `L${x} ${y}`;
    const into = towards([x, y], before);
    const out = towards([x, y], after);
    return `L${into[0]} ${into[1]}Q${x} ${y} ${out[0]} ${out[1]}`;
  });
  return `M${start![0]} ${start![1]}${parts.join('')}`;
}

/** The point RADIUS away from a corner towards a neighbour, or half-way if that is nearer. */
function towards([x, y]: Point, [toX, toY]: Point): Point {
  const distance = Math.hypot(toX - x, toY - y);
  const share = Math.min(RADIUS, distance / 2) / distance;
  return [round(x + (toX - x) * share), round(y + (toY - y) * share)];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function titleWidth({ title, subtitle }: Picture): number {
  return textWidth(title, 21) + textWidth(subtitle, 13) + 20;
}

/** The meaning of the colours and arrows that are in the picture. */
function legendOf({ hosts, replications, replication }: Picture): { text: string; width: number } {
  const there = new Set(hosts.flatMap(({ instances }) => instances.map(({ look }) => look)));
  const looks = ORDER.filter((look) => there.has(look));
  const arrow = replications.length === 0 ? [] : [`${replication} replication`];
  const words = [...looks.map((look) => (look === 'namesrv' ? 'name server' : look)), ...arrow];
  const widths = words.map((word, at) => (at < looks.length ? 20 : 38) + textWidth(word, 12) + 18);
  const starts = widths.map((_, at) => round(widths.slice(0, at).reduce((sum, width) => sum + width, 0)));
  const entries = words.map((word, at) => {
    const x = starts[at]!;
    const look = looks[at];
    return look === undefined
      ? `<path class="arrow" marker-end="url(#tip)" d="M${x} 12h28"/><text class="legend" x="${x + 36}" y="16">${word}</text>`
      : `<g class="card ${look}"><rect class="chip" x="${x}" y="6" width="12" height="12" rx="3"/></g><text class="legend" x="${x + 19}" y="16">${word}</text>`;
  });
  return { text: entries.join(''), width: widths.reduce((sum, width) => sum + width, 0) };
}
