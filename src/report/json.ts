/** One JSON object a line on stdout, and nothing else there. */
import type { RmqctlEvent, StepEvent } from '../model/events.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

interface Detail {
  readonly verbose: boolean;
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

function stepLine(step: StepEvent, { verbose }: Detail): object | undefined {
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
 * An event as the object its line holds, or undefined where it has no line.
 * Left out: the frame of a diagnostic (it is drawn from file, line and column); progress and unchanged steps unless
 * `verbose`; the texts before and after of a step unless it is planned or `verbose`.
 */
export function jsonObject(event: RmqctlEvent, detail: Detail): object | undefined {
  if (event.event === 'progress') return detail.verbose ? event : undefined;
  if (event.event === 'step') return stepLine(event, detail);
  if (event.event !== 'diagnostic') return event;
  const { frame: _forPeople, ...rest } = event;
  return rest;
}

export function createJsonReporter({
  verbose,
  stdout,
}: Pick<ReporterOptions, 'verbose' | 'stdout'>): Reporter {
  const emit = (event: RmqctlEvent): void => {
    const object = jsonObject(event, { verbose });
    if (object !== undefined) stdout.write(`${JSON.stringify(object)}\n`);
  };
  return { emit, showPlan: () => {}, suspend: () => () => {}, close: emit };
}
