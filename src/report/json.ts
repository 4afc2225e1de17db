import type { RmqctlEvent, StepEvent } from '../model/events.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

function stepLine(step: StepEvent, verbose: boolean): object | undefined {
  if (step.status === 'unchanged' && !verbose) return undefined;
  const { diff, seconds, ...rest } = step;
  return {
    ...rest,
    ...(step.status === 'unchanged' && { action: 'none' }),
    ...(seconds !== undefined && { seconds: rounded(seconds) }),
    ...(diff !== undefined && (verbose || step.status === 'planned') && { diff }),
  };
}

/**
 * An event as the object of its line, or undefined if it has no line.
 * Left out: the frame of a diagnostic (it is drawn from file, line and column); progress and unchanged steps unless
 * `verbose`; the texts before and after of a step unless it is planned or `verbose`.
 */
function jsonObject(event: RmqctlEvent, verbose: boolean): object | undefined {
  if (event.event === 'progress') return verbose ? event : undefined;
  if (event.event === 'step') return stepLine(event, verbose);
  if (event.event !== 'diagnostic') return event;
  const { frame: _forPeople, ...rest } = event;
  return rest;
}

/** Writes one JSON object a line to stdout, and nothing else. */
export function createJsonReporter(options: Pick<ReporterOptions, 'verbose' | 'stdout'>): Reporter {
  const emit = (event: RmqctlEvent): void => {
    const object = jsonObject(event, options.verbose);
    if (object !== undefined) options.stdout.write(`${JSON.stringify(object)}\n`);
  };
  return { emit, showPlan: () => {}, suspend: () => () => {}, close: emit };
}
