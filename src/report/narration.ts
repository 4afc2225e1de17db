/** Which lines an event makes for people, and where they go: what the plain and the terminal reporter share. */
import { ExitCode } from '../errors.ts';
import type { Palette } from './colour.ts';
import { closingLines } from './closing.ts';
import type {
  CheckEvent,
  DiagnosticEvent,
  InstanceEvent,
  OutputEvent,
  RmqctlEvent,
  StepEvent,
  SummaryEvent,
} from '../model/events.ts';
import { planLines } from './plan-view.ts';
import { statusLines } from './status-table.ts';
import { checkLines, diagnosticLines, type Lines, outputText, placeWords, stepLines } from './text.ts';

export interface Verbosity {
  /** only what went wrong */
  readonly quiet: boolean;
  /** also what did not change, and the diffs of what did */
  readonly verbose: boolean;
}

/** What has been said that the next line depends on. */
export interface Told {
  /** the check that was named last */
  readonly check?: string | undefined;
  /** errors of hosts, as "host message": a check that says the same does not say it again */
  readonly errors: readonly string[];
  /** planned steps, shown together at the end */
  readonly planned: readonly StepEvent[];
  /** how instances are, shown together at the end */
  readonly instances: readonly InstanceEvent[];
  /** hosts and instances whose output was shown, in the order of first sight */
  readonly places: readonly string[];
}

export const nothingTold: Told = { errors: [], planned: [], instances: [], places: [] };

export interface Narration {
  readonly lines: Lines;
  /** a document or the output of a command: goes to stdout as it is */
  readonly raw?: string;
  /** where `raw` goes; default stdout */
  readonly stream?: 'stdout' | 'stderr' | undefined;
  readonly told: Told;
}

const BAD_STEPS: readonly StepEvent['status'][] = ['failed', 'blocked'];

function stepStory(step: StepEvent, told: Told, style: Verbosity & { palette: Palette }): Narration {
  if (step.status === 'planned') return { lines: [], told: { ...told, planned: [...told.planned, step] } };
  const shown =
    BAD_STEPS.includes(step.status) || (!style.quiet && (step.status === 'changed' || style.verbose));
  return {
    lines: shown ? stepLines(step, style.palette, style.verbose) : [],
    told: { ...told, check: undefined },
  };
}

function checkStory(check: CheckEvent, told: Told, style: Verbosity & { palette: Palette }): Narration {
  const known = told.errors.includes(`${check.host} ${check.detail}`);
  if (known || (style.quiet && check.status !== 'fail')) return { lines: [], told };
  return {
    lines: checkLines(check, style.palette, told.check),
    told: { ...told, check: check.check },
  };
}

function diagnosticStory(
  diagnostic: DiagnosticEvent,
  told: Told,
  style: Verbosity & { palette: Palette },
): Narration {
  const { severity, host, message } = diagnostic;
  const hidden = style.quiet && severity === 'note';
  const errors =
    severity === 'error' && host !== undefined ? [...told.errors, `${host} ${message}`] : told.errors;
  return {
    lines: hidden ? [] : diagnosticLines(diagnostic, style.palette),
    told: { ...told, errors, check: undefined },
  };
}

function outputStory(output: OutputEvent, told: Told, palette: Palette): Narration {
  const place = placeWords(output);
  const places = place === '' || told.places.includes(place) ? told.places : [...told.places, place];
  const raw = outputText(output, palette, places);
  return { lines: [], raw, stream: output.stream, told: { ...told, places, check: undefined } };
}

/** The lines of one event. Progress has none: it is the live view's and the heartbeat's. */
export function narrate(event: RmqctlEvent, told: Told, style: Verbosity & { palette: Palette }): Narration {
  switch (event.event) {
    case 'step':
      return stepStory(event, told, style);
    case 'check':
      return checkStory(event, told, style);
    case 'diagnostic':
      return diagnosticStory(event, told, style);
    case 'output':
      return outputStory(event, told, style.palette);
    case 'instance':
      return { lines: [], told: { ...told, instances: [...told.instances, event] } };
    default:
      return { lines: [], told };
  }
}

export interface ClosingStyle extends Verbosity {
  readonly palette: Palette;
  readonly document?: boolean | undefined;
  /** folds the plan away, where the log can */
  readonly fold?: ((title: string, lines: Lines) => Lines) | undefined;
}

/**
 * The lines at the end of a run: the plan, if there were planned steps, and the closing summary.
 * Neither when quiet or after a document, unless something went wrong; a command line that was not understood is
 * told by its diagnostic alone.
 */
export function narrateClosing(summary: SummaryEvent, told: Told, style: ClosingStyle): Lines {
  const instances = told.instances.filter(({ state }) => !style.quiet || state !== 'up');
  const shown = told.planned.length === 0 || style.quiet ? [] : planLines(told.planned, style.palette);
  const plan = shown.length === 0 ? [] : [...(style.fold?.('Plan', shown) ?? shown), ''];
  const wellAndQuiet = summary.ok && (style.quiet || style.document === true);
  const silent = wellAndQuiet || summary.exitCode === ExitCode.usage;
  return [
    ...plan,
    ...statusLines(instances, style.palette),
    ...(silent ? [] : closingLines(summary, style.palette)),
  ];
}
