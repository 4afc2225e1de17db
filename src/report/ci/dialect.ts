/** What the lines of a log become where a CI system reads them. */
import type { RmqctlEvent } from '../../model/events.ts';

/** How a log folds lines away. */
export interface Fold {
  /** the line that begins a fold. @param name unique in the log. @param now milliseconds */
  readonly open: (name: string, title: string, now: number) => string;
  readonly close: (name: string, now: number) => string;
}

/** What the lines of a log become in a system. */
export interface CiDialect {
  readonly fold: Fold;
  /** lines that mark an event where the system shows such marks, such as beside the changed file of a pull request */
  readonly annotate: (event: RmqctlEvent) => readonly string[];
  /** a line that no host's words can turn into a command to the system */
  readonly harmless: (line: string) => string;
}
