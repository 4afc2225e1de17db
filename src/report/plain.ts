/** The reporter where there is no terminal: plain lines, one an event that matters, and a heartbeat. */
import type { CiDialect } from './ci/ci.ts';
import type { Palette } from './colour.ts';
import type { ProgressEvent, RmqctlEvent, SummaryEvent } from '../model/events.ts';
import { type Narration, narrate, narrateClosing, nothingTold, type Told } from './narration.ts';
import { planLines } from './plan-view.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { current, noteProgress, type Stage } from './stages.ts';
import { type Lines, progressText } from './text.ts';
import { formatSeconds } from './units.ts';

const TICK_MS = 1000;
/** Silence before a heartbeat; with the tick, a line comes at least every ten seconds. */
const SILENCE_MS = 8000;
/** Places that a heartbeat names. */
const NAMED = 4;

const forHowLong = (milliseconds: number): string => `(${formatSeconds(milliseconds / 1000)})`;

const stageText = ({ host, instance, ...stage }: Stage): string =>
  progressText({ ...stage, ...(host !== '' && { host }), ...(instance !== '' && { instance }) });

/** The heartbeat's line: the stages, and for how long each lasts. @param started, now milliseconds */
export function heartbeat(stages: readonly Stage[], started: number, now: number): string {
  const going = current(stages).filter(({ doneAt }) => doneAt === undefined);
  if (going.length === 0) return `... still running ${forHowLong(now - started)}`;
  const named = going.slice(0, NAMED).map((stage) => `${stageText(stage)} ${forHowLong(now - stage.since)}`);
  const more = going.length > NAMED ? [`${going.length - NAMED} more`] : [];
  return `... ${[...named, ...more].join('; ')}`;
}

const isSameStage = (a: Stage, b: Stage): boolean =>
  a.host === b.host && a.instance === b.instance && a.stage === b.stage;

/** The fold that an event's lines belong to; what went wrong is in none, so that it is seen. */
function sectionOf(event: RmqctlEvent): string | undefined {
  if (event.event === 'step')
    return event.status === 'changed' || event.status === 'unchanged' ? 'Steps' : undefined;
  if (event.event === 'check')
    return event.status === 'fail' || event.status === 'warn' ? undefined : 'Checks';
  return undefined;
}

interface State {
  told: Told;
  stages: readonly Stage[];
  spoke: number;
  /** the title of the fold that is open */
  section?: string | undefined;
  /** folds so far: the number of the one that is open is in its name */
  folds: number;
}

/** @param ci undefined: the log is plain text */
export function createPlainReporter(options: ReporterOptions, palette: Palette, ci?: CiDialect): Reporter {
  const { quiet, document, stdout, stderr, now, every } = options;
  const speech = document === true ? stderr : stdout;
  const started = now();
  const state: State = { told: nothingTold, stages: [], spoke: started, folds: 0 };
  const say = (lines: Lines): void => {
    if (lines.length === 0) return;
    state.spoke = now();
    speech.write(lines.map((line) => `${line}\n`).join(''));
  };
  const harmless = (lines: Lines): Lines => (ci === undefined ? lines : lines.map(ci.harmless));
  /** The lines that close the open fold and open another one, or none (undefined); no line if it is open already. */
  const turn = (title: string | undefined): Lines => {
    if (ci === undefined || title === state.section) return [];
    const closing = state.section === undefined ? [] : [ci.fold.close(`rmqctl_${state.folds}`, now())];
    state.section = title;
    if (title === undefined) return closing;
    state.folds += 1;
    return [...closing, ci.fold.open(`rmqctl_${state.folds}`, title, now())];
  };
  const fold = (title: string, lines: Lines): Lines => {
    const opening = turn(title);
    return [...opening, ...harmless(lines), ...turn(undefined)];
  };
  const show = (event: RmqctlEvent, { lines, raw, stream, told }: Narration): void => {
    state.told = told;
    if (lines.length > 0)
      say([...turn(sectionOf(event)), ...harmless(lines), ...(ci?.annotate(event) ?? [])]);
    if (raw === undefined) return;
    const ofHost = event.event === 'output' && event.host !== undefined;
    (stream === 'stderr' ? stderr : stdout).write(ofHost ? harmless(raw.split('\n')).join('\n') : raw);
  };
  /** Prints each stage when it begins, only with --verbose: in the end the steps say it. */
  const note = (event: ProgressEvent): void => {
    const before = state.stages;
    state.stages = noteProgress(before, event, now());
    const begun = state.stages.find((stage) => !before.some((old) => isSameStage(old, stage)));
    if (options.verbose && begun !== undefined && begun.doneAt === undefined)
      say([`... ${stageText(begun)}`]);
  };
  const beat = (): void => {
    if (now() - state.spoke >= SILENCE_MS) say([heartbeat(state.stages, started, now())]);
  };
  const stop = quiet || document === true ? () => {} : every(beat, TICK_MS);
  return {
    emit(event: RmqctlEvent): void {
      if (event.event === 'progress') note(event);
      else show(event, narrate(event, state.told, { ...options, palette }));
    },
    showPlan: (steps) => {
      if (!quiet) say(fold('Plan', planLines(steps, palette)));
    },
    suspend: () => () => {},
    close(summary: SummaryEvent): void {
      stop();
      say([...turn(undefined), ...narrateClosing(summary, state.told, { ...options, palette, fold })]);
    },
  };
}
