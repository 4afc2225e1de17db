/** What a reporter is, and which one a run gets. */
import { createPalette } from './colour.ts';
import type { Emit, StepEvent, SummaryEvent } from './events.ts';
import { createJsonReporter } from './json.ts';
import { createPlainReporter } from './plain.ts';
import { createTerminalReporter } from './terminal.ts';

/** Somewhere text goes: a stream of the process, or an array in a test. */
export interface Output {
  write(text: string): unknown;
}

/** Repeats a call every `milliseconds` until the function it gives is called. */
export type Every = (call: () => void, milliseconds: number) => () => void;

export interface ReporterOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** chalk's level: 0 none, 1 the sixteen colours, 2 of 256, 3 true colour */
  readonly colour: 0 | 1 | 2 | 3;
  /** what the command prints on stdout is a document: everything else goes to stderr, and no closing line */
  readonly document?: boolean | undefined;
  readonly stdout: Output;
  readonly stderr: Output;
  /** a person watches, and lines can be redrawn */
  readonly isTTY: boolean;
  readonly columns: () => number;
  readonly rows: () => number;
  /** milliseconds */
  readonly now: () => number;
  readonly every: Every;
}

export interface Reporter {
  readonly emit: Emit;
  /** Shows a plan that is about to be confirmed or run; nothing in JSON, where `plan` has its own events. */
  showPlan(steps: readonly StepEvent[]): void;
  /** Clears the live view while a question is asked; gives the function that brings it back. */
  suspend(): () => void;
  /** Ends the report. Call it once, last. */
  close(summary: SummaryEvent): void;
}

/** The reporter for a run: JSON lines when asked for, a live view on a terminal, plain lines elsewhere. */
export function createReporter(options: ReporterOptions): Reporter {
  if (options.json) return createJsonReporter(options);
  const palette = createPalette(options.colour);
  const live = options.isTTY && !options.quiet;
  return live ? createTerminalReporter(options, palette) : createPlainReporter(options, palette);
}
