import type { ProgressEvent } from '../model/events.ts';

/** The present stage of one place: of a host, or ('') of the run itself. */
export interface Stage {
  readonly host: string;
  readonly instance: string;
  readonly stage: string;
  /** milliseconds, when this stage began */
  readonly since: number;
  /** milliseconds, of the last event */
  readonly heard: number;
  /** the last log line of its instance */
  readonly says?: string | undefined;
  readonly bytes?: number | undefined;
  readonly totalBytes?: number | undefined;
  /** milliseconds */
  readonly doneAt?: number | undefined;
}

/** After so many milliseconds of events from hosts only, the stage of the run itself is over. */
const OVERTAKEN_MS = 1000;

/**
 * The stages after one more progress event, one a place in the order of first sight. The time of a stage continues
 * while its words and its instance stay the same.
 * @param now milliseconds
 */
export function noteProgress(stages: readonly Stage[], event: ProgressEvent, now: number): readonly Stage[] {
  const host = event.host ?? '';
  const instance = event.instance ?? '';
  const known = stages.find((stage) => stage.host === host);
  const same = known !== undefined && known.stage === event.stage && known.instance === instance;
  const next: Stage = {
    host,
    instance,
    stage: event.stage,
    since: same ? known.since : now,
    heard: now,
    says: event.says ?? (same ? known.says : undefined),
    bytes: event.bytes,
    totalBytes: event.totalBytes,
    doneAt: event.done === true ? now : undefined,
  };
  return known === undefined ? [...stages, next] : stages.map((old) => (old === known ? next : old));
}

/** The stages to show: that of the run itself only until it is done or hosts are at another one for OVERTAKEN_MS. */
export function current(stages: readonly Stage[]): readonly Stage[] {
  const latest = Math.max(...stages.filter(({ host }) => host !== '').map(({ heard }) => heard));
  const isOver = ({ doneAt, heard }: Stage): boolean =>
    doneAt !== undefined || heard + OVERTAKEN_MS <= latest;
  return stages.filter((stage) => stage.host !== '' || !isOver(stage));
}
