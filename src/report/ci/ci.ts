/** The log of a continuous integration system: its folds, its annotations, and lines that are no commands to it. */
import { relative, resolve } from 'node:path';
import type { RmqctlEvent } from '../../model/events.ts';
import type { Environment } from '../../std/environment.ts';
import { annotate, githubFold, harmless } from './github.ts';
import { ciSystem, isSet } from './system.ts';

/** How a log folds lines away. */
export interface Fold {
  /** the line that begins a fold. @param name unique in the log. @param now milliseconds */
  readonly open: (name: string, title: string, now: number) => string;
  readonly close: (name: string, now: number) => string;
}

export interface CiDialect {
  readonly fold: Fold;
  /** lines that mark an event where the system shows such marks, such as beside the changed file of a pull request */
  readonly annotate: (event: RmqctlEvent) => readonly string[];
  /** a line that no host's words can turn into a command to the system */
  readonly harmless: (line: string) => string;
}

/** Erases the line so far: if the log is read as text, the marker leaves nothing behind. */
const ERASE = '\u001b[0K';

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** The collapsible sections of a GitLab job's log. @see https://docs.gitlab.com/ci/jobs/job_logs/ */
const gitlabFold: Fold = {
  open: (name, title, now) =>
    `${ERASE}section_start:${seconds(now)}:${name}[collapsed=true]\r${ERASE}${title}`,
  close: (name, now) => `${ERASE}section_end:${seconds(now)}:${name}\r${ERASE}`,
};

/** The dialect of the system, or undefined if the log is plain text. @param cwd relative file names start there */
export function ciDialect(env: Environment, cwd: string): CiDialect | undefined {
  switch (ciSystem(env)) {
    case 'github': {
      const root = env['GITHUB_WORKSPACE'];
      const fileName = (file: string): string => (isSet(root) ? relative(root, resolve(cwd, file)) : file);
      return { fold: githubFold, annotate: (event) => annotate(event, fileName), harmless };
    }
    case 'gitlab':
      return { fold: gitlabFold, annotate: () => [], harmless: (line) => line };
    default:
      return undefined;
  }
}
