/**
 * The collapsible sections of a GitLab job's log.
 * @see https://docs.gitlab.com/ci/jobs/job_logs/
 */
import type { Fold } from './dialect.ts';

/** Erases the line so far: where the log is read as text, the marker leaves nothing behind. */
const ERASE = '\u001b[0K';

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export const gitlabFold: Fold = {
  open: (name, title, now) =>
    `${ERASE}section_start:${seconds(now)}:${name}[collapsed=true]\r${ERASE}${title}`,
  close: (name, now) => `${ERASE}section_end:${seconds(now)}:${name}\r${ERASE}`,
};
