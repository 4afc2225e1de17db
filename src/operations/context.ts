import type { Readable } from 'node:stream';
import type { Emit, StepEvent } from '../model/events.ts';
import type { Output, ReporterOptions } from '../report/reporter.ts';
import type { Topology } from '../model/topology.ts';
import type { Environment } from '../std/environment.ts';

/** Everything that a command may touch. */
export interface CommandContext extends Pick<Io, 'env' | 'stdin' | 'stdout' | 'stderr' | 'now' | 'every'> {
  /** reports what happened; the only way to print something */
  readonly emit: Emit;
  /** masks these values from now on: secrets of the inventory */
  readonly hide: (secrets: readonly string[]) => void;
  /** these values, so far */
  readonly secrets: () => readonly string[];
  /** from now on reports may draw this topology */
  readonly showTopology: (topology: Topology) => void;
  /** plain data without them, for reports and pictures */
  readonly redact: <Data>(data: Data) => Data;
  /** absolute; relative paths of the user start here */
  readonly cwd: string;
  /** aborted when the user interrupts: finish what must be whole, then return or throw */
  readonly signal: AbortSignal;
  /** stdout is a terminal, outside of CI and without --json */
  readonly isTTY: boolean;
  /** where distributions and the like are kept between runs */
  readonly cacheDir: string;
  /**
   * The text of a file, or of standard input for '-'.
   * @throws RmqctlError INVENTORY_UNREADABLE (exit 3) when it cannot be read
   */
  readonly readInput: (file: string) => Promise<string>;
  /** Shows a plan to a person, before it is confirmed; nothing with --json. */
  readonly showPlan: (steps: readonly StepEvent[]) => void;
  /**
   * Asks yes or no.
   * @throws RmqctlError NOT_CONFIRMED (exit 2) if no one can answer: no terminal, or --json
   */
  readonly confirm: (question: string) => Promise<boolean>;
  /**
   * Asks for a secret without showing what is typed.
   * @param variable of the environment that answers it if there is no terminal
   * @throws RmqctlError NO_TERMINAL (exit 2) if no one can answer
   */
  readonly askSecret: (question: string, variable: string) => Promise<string>;
  /** questions can be answered: a terminal, no --json, not in CI */
  readonly canAsk: boolean;
}

/** What the process gives to `main`: its streams, its environment, its clock and its signals. */
export interface Io extends Pick<ReporterOptions, 'cwd' | 'columns' | 'rows' | 'every'> {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** stdout is a terminal */
  readonly isTTY: boolean;
  /** milliseconds since the epoch */
  readonly now: () => number;
  /** the first interrupt: finish in order */
  readonly interrupt: AbortSignal;
  /** the second interrupt: end at once */
  readonly kill: AbortSignal;
}

/** The values of the options that every command has (docs/reference/commands). */
export interface CommonArguments {
  /** globs of hosts, roles or instances; empty: all */
  readonly limit: readonly string[];
  readonly json: boolean;
  /** do not ask */
  readonly yes: boolean;
  /** hosts worked on at once */
  readonly parallel: number | undefined;
  /** seconds that a wait may last */
  readonly timeout: number | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  /** record the keys of hosts that known_hosts does not have */
  readonly acceptNew: boolean;
  /** a file that gets what `--json` prints */
  readonly jsonFile: string | undefined;
  /** a file that gets the run as Markdown */
  readonly markdown: string | undefined;
  readonly askPassword: boolean;
  readonly askBecomePass: boolean;
}
