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
import type { ReporterOptions } from './reporter.ts';
import { statusLines } from './status-table.ts';
import { checkLines, diagnosticLines, type Lines, outputText, stepLines } from './text.ts';
import { placeWords } from './units.ts';

interface Style extends Pick<ReporterOptions, 'quiet' | 'verbose'> {
  readonly palette: Palette;
}

/** The earlier output that the next line depends on. */
export interface Told {
  /** the last check with a heading */
  readonly check?: string | undefined;
  /** errors of hosts, as "host message": a check that says the same does not say it again */
  readonly errors: readonly string[];
  /** planned steps, shown together at the end */
  readonly planned: readonly StepEvent[];
  /** shown together at the end */
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

function stepStory(step: StepEvent, told: Told, style: Style): Narration {
  if (step.status === 'planned') return { lines: [], told: { ...told, planned: [...told.planned, step] } };
  const shown =
    BAD_STEPS.includes(step.status) || (!style.quiet && (step.status === 'changed' || style.verbose));
  const lines = shown ? stepLines(step, style.palette, style.verbose) : [];
  return { lines, told: { ...told, check: undefined } };
}

function checkStory(check: CheckEvent, told: Told, style: Style): Narration {
  const known = told.errors.includes(`${check.host} ${check.detail}`);
  if (known || (style.quiet && check.status !== 'fail')) return { lines: [], told };
  const lines = checkLines(check, style.palette, told.check);
  return { lines, told: { ...told, check: check.check } };
}

function diagnosticStory(diagnostic: DiagnosticEvent, told: Told, style: Style): Narration {
  const { severity, host, message } = diagnostic;
  const lines = style.quiet && severity === 'note' ? [] : diagnosticLines(diagnostic, style.palette);
  const isOfHost = severity === 'error' && host !== undefined;
  const errors = isOfHost ? [...told.errors, `${host} ${message}`] : told.errors;
  return { lines, told: { ...told, errors, check: undefined } };
}

function outputStory(output: OutputEvent, told: Told, palette: Palette): Narration {
  const place = placeWords(output);
  const places = place === '' || told.places.includes(place) ? told.places : [...told.places, place];
  const raw = outputText(output, palette, places);
  return { lines: [], raw, stream: output.stream, told: { ...told, places, check: undefined } };
}

/** The lines of one event. Progress has none: the live view and the heartbeat show it. */
export function narrate(event: RmqctlEvent, told: Told, style: Style): Narration {
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

interface ClosingStyle extends Style, Pick<ReporterOptions, 'document'> {
  /** folds the plan away, if the log can */
  readonly fold?: ((title: string, lines: Lines) => Lines) | undefined;
}

/**
 * The lines at the end of a run: the plan, if there were planned steps, and the closing summary. Neither when quiet or after a
 * document, unless something went wrong; a usage error has only its diagnostic.
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
