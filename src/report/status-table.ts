import { cellsOf } from '../std/cells.ts';
import type { Palette, Paint } from './colour.ts';
import type { InstanceEvent } from '../model/events.ts';
import type { Lines } from './text.ts';
import { formatBytes, printable } from './units.ts';

/** The share from which a full file system is marked: RocketMQ deletes early from 0.85, and refuses writes from 0.9. */
const FULL = 0.75;
const NONE = '-';

const HEADINGS: readonly TableCell[] = [
  ...['INSTANCE', 'HOST', 'STATE'].map((text) => ({ text })),
  ...['PID', 'UPTIME'].map((text) => ({ text, right: true })),
  ...['ROLE', 'ADDRESS', 'VERSION'].map((text) => ({ text })),
  ...['IN/S', 'OUT/S', 'LAG', 'DISK'].map((text) => ({ text, right: true })),
];

/** The instances as a table, and below it why some are not up; no line if there is no instance. */
export function statusLines(instances: readonly InstanceEvent[], palette: Palette): Lines {
  if (instances.length === 0) return [];
  const heading = HEADINGS.map((cell): TableCell => ({ ...cell, paint: palette.faint }));
  const why = instances.flatMap(({ instance, detail }) =>
    detail === undefined ? [] : [`  ${instance}: ${printable(detail)}`],
  );
  return [...table([heading, ...instances.map((one) => cells(one, palette))]), ...why];
}

function cells(one: InstanceEvent, palette: Palette): readonly TableCell[] {
  const { restarts = 0, lag = 0, disk = 0 } = one;
  return [
    { text: one.instance },
    { text: one.host },
    {
      text: restarts > 0 ? `${one.state}, restarted ${restarts} times` : one.state,
      paint: paintOf(one, palette),
    },
    number(one.pid, String),
    number(one.uptime, formatUptime),
    { text: one.role },
    { text: one.address },
    { text: one.version ?? NONE },
    number(one.in, formatRate),
    number(one.out, formatRate),
    { ...number(one.lag, formatBytes), ...(lag > 0 && { paint: palette.warn }) },
    {
      ...number(one.disk, (full) => `${Math.round(full * 100)}%`),
      ...(disk > FULL && { paint: palette.warn }),
    },
  ];
}

function paintOf({ state, restarts = 0 }: InstanceEvent, palette: Palette): Paint {
  if (state === 'up') return restarts > 0 ? palette.warn : palette.good;
  return state === 'down' || state === 'unknown' ? palette.bad : palette.warn;
}

const number = (value: number | undefined, format: (value: number) => string): TableCell => ({
  text: value === undefined ? NONE : format(value),
  right: true,
});

/** Messages a second: "0", "0.4", "1250". */
const formatRate = (rate: number): string =>
  rate === 0 || rate >= 10 ? String(Math.round(rate)) : rate.toFixed(1);

/** Seconds in the two largest units: "42s", "3m 5s", "2h 10m", "12d 3h". */
export function formatUptime(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count], index) => count > 0 || index === parts.length - 1);
  return parts
    .slice(first, first + 2)
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ');
}

export interface TableCell {
  /** without escape sequences */
  readonly text: string;
  readonly paint?: Paint;
  /** its end is aligned, not its beginning */
  readonly right?: boolean;
}

const GAP = '  ';

/** Rows of as many cells as lines: each column as wide as its widest cell, no spaces at the ends of lines. */
export function table(rows: readonly (readonly TableCell[])[]): Lines {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => cellsOf(row[column]?.text ?? ''))),
  );
  return rows.map((row) =>
    row
      .map(({ text, paint = String, right }, column) => {
        const spaces = ' '.repeat((widths[column] ?? 0) - cellsOf(text));
        if (right === true) return `${spaces}${paint(text)}`;
        return column === row.length - 1 ? paint(text) : `${paint(text)}${spaces}`;
      })
      .join(GAP),
  );
}
