/** The world as a command sees it: everything it may touch is handed to it. */
import type { Readable } from 'node:stream';
import type { Emit, StepEvent } from '../model/events.ts';
import type { Every, Output } from '../report/reporter.ts';
import type { Topology } from '../model/topology.ts';
import type { Environment } from '../std/environment.ts';

export interface CommandContext {
  /** tells what happened; the only way to say something */
  readonly emit: Emit;
  /** from now on these values are never shown: secrets of the inventory */
  readonly hide: (secrets: readonly string[]) => void;
  /** those values, so far */
  readonly secrets: () => readonly string[];
  /** from now on reports may draw this topology */
  readonly showTopology: (topology: Topology) => void;
  /** plain data without them, for what is made past the events: reports and pictures */
  readonly redact: <Data>(data: Data) => Data;
  readonly env: Environment;
  /** absolute; relative paths of the user start here */
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  /** milliseconds since the epoch */
  readonly now: () => number;
  readonly every: Every;
  /** aborted when the user interrupts: finish what must be whole, then return or throw */
  readonly signal: AbortSignal;
  /** a person watches: stdout is a terminal, no CI is there, and --json was not given */
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
   * @throws RmqctlError NOT_CONFIRMED (exit 2) when nobody can answer: no terminal, or --json
   */
  readonly confirm: (question: string) => Promise<boolean>;
  /**
   * Asks for a secret without showing what is typed.
   * @param variable of the environment, that answers it where nobody can be asked
   * @throws RmqctlError NO_TERMINAL (exit 2) when nobody can answer
   */
  readonly askSecret: (question: string, variable: string) => Promise<string>;
  /** somebody can answer: a terminal, no --json, not in CI */
  readonly canAsk: boolean;
}

/** What the process gives to `main`: its streams, its environment, its clock and its signals. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  readonly cwd: string;
  /** stdout is a terminal */
  readonly isTTY: boolean;
  readonly columns: () => number;
  readonly rows: () => number;
  readonly now: () => number;
  readonly every: Every;
  /** the first interrupt: finish in order */
  readonly interrupt: AbortSignal;
  /** the second interrupt: end at once */
  readonly kill: AbortSignal;
}
