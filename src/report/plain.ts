/** The reporter where there is no terminal: plain lines, one an event that matters, and a heartbeat. */
import type { Palette } from './colour.ts';
import type { ProgressEvent, RmqctlEvent, SummaryEvent } from './events.ts';
import { type Narration, narrate, narrateClosing, nothingTold, type Told } from './narration.ts';
import { planLines } from './plan-view.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { type Lines, progressText } from './text.ts';
import { formatSeconds } from './units.ts';

const TICK_MS = 1000;
/** Silence after which a heartbeat comes; with the tick, a line comes at least every ten seconds. */
const SILENCE_MS = 8000;
/** How many places a heartbeat names. */
const NAMED = 4;

type Stages = ReadonlyMap<string, { readonly text: string; readonly since: number; readonly stage: string }>;

/** The stages after one more progress event: one for each host, with the time it began. */
export function noteStage(stages: Stages, event: ProgressEvent, now: number): Stages {
  const next = new Map(stages);
  const key = event.host ?? '';
  if (event.done === true) {
    next.delete(key);
    return next;
  }
  const known = stages.get(key);
  const stage = `${event.instance ?? ''} ${event.stage}`;
  const since = known?.stage === stage ? known.since : now;
  return next.set(key, { text: progressText(event), stage, since });
}

/** The heartbeat's line: what goes on, for how long. */
export function heartbeat(stages: Stages, started: number, now: number): string {
  const entries = [...stages.values()];
  if (entries.length === 0) return `... still running (${formatSeconds((now - started) / 1000)})`;
  const named = entries
    .slice(0, NAMED)
    .map(({ text, since }) => `${text} (${formatSeconds((now - since) / 1000)})`);
  const more = entries.length > NAMED ? [`${entries.length - NAMED} more`] : [];
  return `... ${[...named, ...more].join('; ')}`;
}

interface State {
  told: Told;
  stages: Stages;
  spoke: number;
}

export function createPlainReporter(options: ReporterOptions, palette: Palette): Reporter {
  const { quiet, document, stdout, stderr, now, every } = options;
  const speech = document === true ? stderr : stdout;
  const started = now();
  const state: State = { told: nothingTold, stages: new Map(), spoke: started };
  const say = (lines: Lines): void => {
    if (lines.length === 0) return;
    state.spoke = now();
    speech.write(lines.map((line) => `${line}\n`).join(''));
  };
  const show = ({ lines, raw, told }: Narration): void => {
    state.told = told;
    say(lines);
    if (raw !== undefined) stdout.write(raw);
  };
  const beat = (): void => {
    if (now() - state.spoke >= SILENCE_MS) say([heartbeat(state.stages, started, now())]);
  };
  const stop = quiet || document === true ? () => {} : every(beat, TICK_MS);
  return {
    emit(event: RmqctlEvent): void {
      if (event.event === 'progress') {
        const before = state.stages.get(event.host ?? '')?.stage;
        state.stages = noteStage(state.stages, event, now());
        const after = state.stages.get(event.host ?? '')?.stage;
        if (options.verbose && after !== undefined && after !== before) say([`... ${progressText(event)}`]);
      } else show(narrate(event, state.told, { ...options, palette }));
    },
    showPlan: (steps) => {
      if (!quiet) say(planLines(steps, palette));
    },
    suspend: () => () => {},
    close(summary: SummaryEvent): void {
      stop();
      say(narrateClosing(summary, state.told, { ...options, palette }));
    },
  };
}
