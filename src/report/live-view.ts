import { fitCells, cellsOf } from '../std/cells.ts';
import type { Palette } from './colour.ts';
import { current, type Stage } from './stages.ts';
import { formatBytes, formatSeconds, printable } from './units.ts';

const BAR_CELLS = 20;
/** Below this width a line has no bar; below the next one no numbers either. */
const ROOM_FOR_BAR = 72;
const ROOM_FOR_BYTES = 44;

/** A bar of so many cells, `part` of it (0 to 1) filled. */
export function bar(part: number, cells: number): string {
  const filled = Math.round(Math.min(Math.max(part, 0), 1) * cells);
  return '█'.repeat(filled) + '░'.repeat(cells - filled);
}

function transferText({ bytes, totalBytes, doneAt }: Stage, columns: number): string {
  if (bytes === undefined || doneAt !== undefined || columns < ROOM_FOR_BYTES) return '';
  if (totalBytes === undefined || totalBytes === 0) return formatBytes(bytes);
  const numbers = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
  return columns < ROOM_FOR_BAR ? numbers : `${bar(bytes / totalBytes, BAR_CELLS)} ${numbers}`;
}

/** The instance is not named twice: "waiting for broker-a". */
const stageWords = ({ instance, stage, says }: Stage): string =>
  printable(
    `${stage.includes(instance) ? stage : `${instance}: ${stage}`}${says === undefined ? '' : `: ${says}`}`,
  );

/** One host's line, exactly `columns` - 1 cells or fewer, so that no terminal wraps it. */
function rowLine(row: Stage, now: number, { columns, names, palette }: Layout): string {
  const elapsed = formatSeconds(((row.doneAt ?? now) - row.since) / 1000);
  const transfer = transferText(row, columns);
  const right = transfer === '' ? elapsed : `${transfer}  ${elapsed}`;
  const what = row.doneAt === undefined ? stageWords(row) : 'done';
  const nameCells = names === 0 ? 0 : names + 2;
  const whatCells = columns - 1 - nameCells - right.length - 2;
  if (whatCells < 4)
    return fitCells(`${row.host === '' ? '' : `${row.host} `}${what}`, columns - 1).trimEnd();
  const name = nameCells === 0 ? '' : `${fitCells(row.host, names)}  `;
  return `${palette.strong(name)}${fitCells(what, whatCells)}  ${palette.faint(right)}`;
}

interface Layout {
  readonly columns: number;
  /** cells of the widest host name shown */
  readonly names: number;
  readonly palette: Palette;
}

/**
 * The lines of the live view: one a host, busy ones first if not all fit the window.
 * @param state whose `now` is in milliseconds
 * @returns lines that do not wrap in `columns`, at most `rows` - 1 of them
 */
export function frame(
  state: { readonly stages: readonly Stage[]; readonly now: number },
  { columns, rows, palette }: Pick<Layout, 'columns' | 'palette'> & { readonly rows: number },
): readonly string[] {
  const room = Math.max(rows - 2, 1);
  const stages = current(state.stages);
  const busy = stages.filter(({ doneAt }) => doneAt === undefined);
  const done = stages.filter(({ doneAt }) => doneAt !== undefined);
  const shown = stages.length <= room ? stages : [...busy, ...done].slice(0, room);
  const widest = Math.max(0, ...shown.map(({ host }) => cellsOf(host)));
  const layout = { columns, names: Math.min(widest, Math.floor(columns / 3)), palette };
  const hidden = stages.length - shown.length;
  const more = hidden === 0 ? [] : [palette.faint(fitCells(`… and ${hidden} more`, columns - 1).trimEnd())];
  return [...shown.map((stage) => rowLine(stage, state.now, layout)), ...more];
}
