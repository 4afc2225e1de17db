import type { ColourLevel } from './colour-level.ts';
import type { Emit, StepEvent, SummaryEvent } from '../model/events.ts';

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
  readonly colour: ColourLevel;
  /** the command prints a document on stdout: everything else goes to stderr, and there is no closing line */
  readonly document?: boolean | undefined;
  readonly stdout: Output;
  readonly stderr: Output;
  /** lines can be redrawn */
  readonly isTTY: boolean;
  readonly columns: () => number;
  readonly rows: () => number;
  /** milliseconds */
  readonly now: () => number;
  readonly every: Every;
  /** of the process: which CI system reads the log, if any */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
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
