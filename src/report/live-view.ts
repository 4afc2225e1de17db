/** The live view as data: what goes on on each host, and how that looks in so many columns. Pure. */
import type { Palette } from './colour.ts';
import type { ProgressEvent } from './events.ts';
import { formatBytes, formatSeconds, printable } from './units.ts';

/** What goes on in one place: a host, or '' for the run itself. */
export interface LiveRow {
  readonly host: string;
  readonly instance: string;
  readonly stage: string;
  /** milliseconds, when this stage began */
  readonly since: number;
  readonly bytes?: number | undefined;
  readonly totalBytes?: number | undefined;
  /** milliseconds, when the host was done */
  readonly doneAt?: number | undefined;
}

export interface LiveState {
  readonly rows: readonly LiveRow[];
  /** milliseconds */
  readonly now: number;
}

/** The rows after one more progress event. The time of a stage goes on while stage and instance stay the same. */
export function noteProgress(
  rows: readonly LiveRow[],
  event: ProgressEvent,
  now: number,
): readonly LiveRow[] {
  const host = event.host ?? '';
  const instance = event.instance ?? '';
  const known = rows.find((row) => row.host === host);
  const same = known !== undefined && known.stage === event.stage && known.instance === instance;
  const row: LiveRow = {
    host,
    instance,
    stage: event.stage,
    since: same ? known.since : now,
    bytes: event.bytes,
    totalBytes: event.totalBytes,
    doneAt: event.done === true ? now : undefined,
  };
  return known === undefined ? [...rows, row] : rows.map((old) => (old === known ? row : old));
}

const BAR_CELLS = 20;
/** Below this width a line has no bar; below the next one no numbers either. */
const ROOM_FOR_BAR = 72;
const ROOM_FOR_BYTES = 44;

const fit = (text: string, cells: number): string =>
  text.length <= cells
    ? text.padEnd(cells)
    : `${text.slice(0, Math.max(cells - 1, 0))}${cells > 0 ? '…' : ''}`;

/** A bar of so many cells, `part` of it (0 to 1) filled. */
export function bar(part: number, cells: number): string {
  const filled = Math.round(Math.min(Math.max(part, 0), 1) * cells);
  return '█'.repeat(filled) + '░'.repeat(cells - filled);
}

function transferText({ bytes, totalBytes, doneAt }: LiveRow, columns: number): string {
  if (bytes === undefined || doneAt !== undefined || columns < ROOM_FOR_BYTES) return '';
  if (totalBytes === undefined || totalBytes === 0) return formatBytes(bytes);
  const numbers = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
  return columns < ROOM_FOR_BAR ? numbers : `${bar(bytes / totalBytes, BAR_CELLS)} ${numbers}`;
}

/** One host's line, exactly `columns` - 1 cells or fewer, so that no terminal wraps it. */
function rowLine(row: LiveRow, state: LiveState, { columns, names, palette }: Layout): string {
  const elapsed = formatSeconds(((row.doneAt ?? state.now) - row.since) / 1000);
  const transfer = transferText(row, columns);
  const right = transfer === '' ? elapsed : `${transfer}  ${elapsed}`;
  const stage = row.doneAt === undefined ? row.stage : 'done';
  const what = printable(
    row.instance === '' || row.doneAt !== undefined ? stage : `${row.instance}: ${stage}`,
  );
  const nameCells = names === 0 ? 0 : names + 2;
  const whatCells = columns - 1 - nameCells - right.length - 2;
  if (whatCells < 4) return fit(`${row.host === '' ? '' : `${row.host} `}${what}`, columns - 1).trimEnd();
  const name = nameCells === 0 ? '' : `${fit(row.host, names)}  `;
  return `${palette.strong(name)}${fit(what, whatCells)}  ${palette.faint(right)}`;
}

interface Layout {
  readonly columns: number;
  /** cells of the widest host name shown */
  readonly names: number;
  readonly palette: Palette;
}

export interface Window {
  readonly columns: number;
  readonly rows: number;
  readonly palette: Palette;
}

/**
 * The lines of the live view: one a host, busy ones first where not all fit the window.
 * @returns lines that do not wrap in `columns`, at most `rows` - 1 of them
 */
export function frame(state: LiveState, { columns, rows, palette }: Window): readonly string[] {
  const room = Math.max(rows - 2, 1);
  const busy = state.rows.filter((row) => row.doneAt === undefined);
  const shown =
    state.rows.length <= room
      ? state.rows
      : [...busy, ...state.rows.filter((row) => row.doneAt !== undefined)].slice(0, room);
  const widest = Math.max(0, ...shown.map((row) => row.host.length));
  const layout = { columns, names: Math.min(widest, Math.floor(columns / 3)), palette };
  const hidden = state.rows.length - shown.length;
  const more = hidden === 0 ? [] : [palette.faint(fit(`… and ${hidden} more`, columns - 1).trimEnd())];
  return [...shown.map((row) => rowLine(row, state, layout)), ...more];
}
