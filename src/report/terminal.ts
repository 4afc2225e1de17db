import { cellsOf } from '../std/cells.ts';
import type { Palette } from './colour.ts';
import type { RmqctlEvent, SummaryEvent } from '../model/events.ts';
import { frame } from './live-view.ts';
import { narrate, narrateClosing, nothingTold, type Told } from './narration.ts';
import { planLines } from './plan-view.ts';
import type { Output, Reporter, ReporterOptions } from './reporter.ts';
import { noteProgress, type Stage } from './stages.ts';

const REDRAW_MS = 120;

/**
 * The escape sequence that erases lines drawn earlier: the cursor to the start of the first, then erase downwards.
 * @param lines as they were drawn, the cursor being at the start of the line below them
 * @param columns of the terminal now; a terminal that became narrower has wrapped them
 */
export function erase(lines: readonly string[], columns: number): string {
  const height = lines
    .map((line) => Math.max(1, Math.ceil(cellsOf(line) / Math.max(columns, 1))))
    .reduce((sum, rows) => sum + rows, 0);
  return height === 0 ? '' : `\u001b[${height}A\r\u001b[J`;
}

const block = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

interface State {
  told: Told;
  stages: readonly Stage[];
  drawn: readonly string[];
  suspended: boolean;
}

/** Prints finished things, and redraws what is in progress in place below them. */
export function createTerminalReporter(options: ReporterOptions, palette: Palette): Reporter {
  const { stdout, stderr, document, columns, rows, now, every } = options;
  const state: State = { told: nothingTold, stages: [], drawn: [], suspended: false };
  const style = { ...options, palette };
  const screen = document === true ? stderr : stdout;

  const view = (): readonly string[] =>
    state.suspended
      ? []
      : frame({ stages: state.stages, now: now() }, { columns: columns(), rows: rows(), palette });
  /** Puts text above the live view, which it draws anew. */
  const paint = (above: string): void => {
    const next = view();
    const text = `${erase(state.drawn, columns())}${above}${block(next)}`;
    state.drawn = next;
    if (text !== '') screen.write(text);
  };
  const writeRaw = (raw: string, to: Output): void => {
    if (screen === to) paint(raw);
    else to.write(raw);
  };
  const stop = every(() => {
    if (state.stages.length > 0 && !state.suspended) paint('');
  }, REDRAW_MS);

  return {
    emit(event: RmqctlEvent): void {
      if (event.event === 'progress') {
        const first = state.stages.length === 0;
        state.stages = noteProgress(state.stages, event, now());
        if (first) paint('');
        return;
      }
      const { lines, raw, stream, told } = narrate(event, state.told, style);
      state.told = told;
      if (lines.length > 0) paint(block(lines));
      if (raw !== undefined) writeRaw(raw, stream === 'stderr' ? stderr : stdout);
    },
    showPlan: (steps) => paint(block(planLines(steps, palette))),
    suspend: () => {
      state.suspended = true;
      paint('');
      return () => {
        state.suspended = false;
      };
    },
    close(summary: SummaryEvent): void {
      stop();
      state.stages = [];
      paint(block(narrateClosing(summary, state.told, style)));
    },
  };
}
