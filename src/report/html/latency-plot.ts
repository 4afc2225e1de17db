import { escapeXml } from '../../std/xml.ts';

/** Milliseconds until each message was acknowledged, by the instance it was sent to. */
export type Latencies = ReadonlyMap<string, readonly number[]>;

const WIDTH = 860;
const LEFT = 150;
const RIGHT = 40;
const ROW = 34;
const TOP = 12;

/** A section with a row of dots a master, one a message, on one logarithmic scale; empty if no messages were sent. */
export function latencyPlot(latencies: Latencies): string {
  const rows = [...latencies].filter(([, times]) => times.length > 0);
  if (rows.length === 0) return '';
  const all = rows.flatMap(([, times]) => times);
  const decades = decadesOf(Math.min(...all), Math.max(...all));
  const x = scale(decades);
  const bottom = TOP + rows.length * ROW;
  const marks = decades.map((value) => {
    const at = x(value).toFixed(1);
    return `<line x1="${at}" x2="${at}" y1="${TOP}" y2="${bottom}"/><text x="${at}" y="${bottom + 18}" text-anchor="middle">${value} ms</text>`;
  });
  const dots = rows.map(([name, times], index) => row(name, times, TOP + (index + 0.5) * ROW, x));
  return `<section><h2>Latency of messages</h2><div class="plot"><svg viewBox="0 0 ${WIDTH} ${bottom + 26}" width="${WIDTH}" height="${bottom + 26}" role="img" aria-label="milliseconds until each message was acknowledged, by master">${marks.join('')}${dots.join('')}</svg></div><p class="note">one dot a message until it was acknowledged, the bar is the median; a logarithmic scale</p></section>`;
}

/** The powers of ten around these values, two at least. */
function decadesOf(least: number, most: number): number[] {
  const from = Math.floor(Math.log10(Math.max(least, 0.1)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(most, 0.1))));
  return Array.from({ length: to - from + 1 }, (_, index) => Number((10 ** (from + index)).toPrecision(1)));
}

function scale(decades: readonly number[]): (value: number) => number {
  const [from, to] = [Math.log10(decades[0]!), Math.log10(decades.at(-1)!)];
  return (value) => {
    const share = (Math.log10(Math.max(value, 10 ** from)) - from) / (to - from);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  };
}

function row(name: string, times: readonly number[], middle: number, x: (ms: number) => number): string {
  const y = middle.toFixed(1);
  const median = times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)]!;
  const dots = times.map(
    (time) =>
      `<circle class="dot" cx="${x(time).toFixed(1)}" cy="${y}" r="5"><title>${time.toFixed(1)} ms</title></circle>`,
  );
  const bar = `<line class="median" x1="${x(median).toFixed(1)}" x2="${x(median).toFixed(1)}" y1="${(middle - 11).toFixed(1)}" y2="${(middle + 11).toFixed(1)}"/>`;
  return `<text class="name" x="0" y="${(middle + 4).toFixed(1)}">${escapeXml(name)}</text>${dots.join('')}${bar}`;
}
