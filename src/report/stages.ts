/** What goes on where, as progress events tell it. Pure. */
import type { ProgressEvent } from '../model/events.ts';

/** What goes on in one place: on a host, or ('') in the run itself. */
export interface Stage {
  readonly host: string;
  readonly instance: string;
  readonly stage: string;
  /** milliseconds, when this stage began */
  readonly since: number;
  /** milliseconds, when it was last heard of */
  readonly heard: number;
  /** what its instance has said last */
  readonly says?: string | undefined;
  readonly bytes?: number | undefined;
  readonly totalBytes?: number | undefined;
  /** milliseconds, when the place was done */
  readonly doneAt?: number | undefined;
}

/** After so many milliseconds of news from hosts alone, the run's own stage is over. */
const OVERTAKEN_MS = 1000;

/**
 * The stages after one more progress event, one a place in the order of first sight. The time of a stage goes on
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

/** The stages to show: the run's own one not any more when it is done, or hosts have long gone on to something else. */
export function current(stages: readonly Stage[]): readonly Stage[] {
  const latest = Math.max(...stages.filter(({ host }) => host !== '').map(({ heard }) => heard));
  const isOver = ({ doneAt, heard }: Stage): boolean =>
    doneAt !== undefined || heard + OVERTAKEN_MS <= latest;
  return stages.filter((stage) => stage.host !== '' || !isOver(stage));
}
