/** One run of anything: its context, its reporter, and that it ends with exactly one summary and an exit code. */

import { ExitCode, RmqctlError, worstExit } from '../../errors.ts';
import { colourLevel } from '../../report/colour-level.ts';
import { ciSystem } from '../../report/ci/system.ts';
import type { RmqctlEvent, SummaryEvent } from '../../model/events.ts';
import { createReporter } from '../../report/create-reporter.ts';
import type { Reporter } from '../../report/reporter.ts';
import { emptyTally, summarize, tally, type Tally } from '../../report/summary.ts';
import type { Topology } from '../../model/topology.ts';
import type { CommandContext, CommonArguments, Io } from '../../operations/context.ts';
import { asError, exitOf, failureEvent } from '../../operations/failure.ts';
import { cacheDirectory, readInput } from '../../operations/files/input.ts';
import { askUser, isYes } from './prompt.ts';
import type { ReportFile } from '../../operations/files/report-file.ts';
import { closeReportFiles, openReportFiles } from '../../operations/files/report-files.ts';
import { disguises, redacted } from '../../redaction/redact.ts';

/** What a run must not show: the secrets of its inventory, and its own passwords. */
class Concealed {
  readonly #inventory: string[] = [];
  readonly #own: string[];
  #hidden: readonly string[];

  /** @param own passwords that the environment gives to rmqctl itself */
  constructor(own: readonly string[]) {
    this.#own = [...own];
    this.#hidden = disguises(own);
  }

  /** From now on these values of an inventory are not shown. */
  hide(secrets: readonly string[]): void {
    this.#inventory.push(...secrets);
    this.#hidden = disguises([...this.#inventory, ...this.#own]);
  }

  /** From now on this answer to a question is not shown. */
  hideOwn(answer: string): void {
    this.#own.push(answer);
    this.hide([]);
  }

  /** The secrets of the inventory, so far: a plan depends on these. */
  ofInventory(): readonly string[] {
    return this.#inventory;
  }

  /** Plain data without any of them. */
  redact<Data>(data: Data): Data {
    return redacted(data, this.#hidden);
  }
}

export interface Run {
  /** the command's name, for the summary */
  readonly name: string;
  readonly flags: Pick<CommonArguments, 'json' | 'quiet' | 'verbose' | 'noColor' | 'jsonFile' | 'markdown'>;
  readonly document?: boolean | undefined;
  readonly work: (context: CommandContext) => Promise<ExitCode>;
}

const noTerminal = (code: string, message: string, hint: string): RmqctlError =>
  new RmqctlError(code, message, { hint, exit: ExitCode.usage });

function createContext(
  io: Io,
  { flags }: Run,
  reporter: Reporter,
): Omit<CommandContext, 'emit' | 'hide' | 'secrets' | 'redact' | 'showTopology'> {
  const { env, cwd, stdin, stdout, stderr, now, every, interrupt: signal } = io;
  const inCi = ciSystem(env) !== undefined;
  const watched = !flags.json && !inCi;
  const alone = inCi ? 'in CI' : 'without a terminal';
  const canAsk = stdin.isTTY === true && watched;
  const question = async (text: string, hidden: boolean): Promise<string> => {
    const resume = reporter.suspend();
    return askUser(text, { stdin, output: stderr, signal, hidden }).finally(resume);
  };
  return {
    env,
    cwd,
    stdin,
    stdout,
    stderr,
    now,
    every,
    signal,
    isTTY: io.isTTY && watched,
    cacheDir: cacheDirectory(env),
    readInput: (file) => readInput(file, { stdin, cwd, signal }),
    showPlan: (steps) => reporter.showPlan(steps),
    confirm: async (text) => {
      if (!canAsk) throw noTerminal('NOT_CONFIRMED', `cannot ask "${text}" ${alone}`, 'give --yes');
      return isYes(await question(`${text} [y/N] `, false));
    },
    canAsk,
    askSecret: async (text, variable) => {
      const hint = `set ${variable}`;
      if (!canAsk) throw noTerminal('NO_TERMINAL', `cannot ask for "${text}" ${alone}`, hint);
      return question(`${text}: `, true);
    },
  };
}

/** What the environment gives to rmqctl itself and nobody is to see. */
function secretsOf({ env }: Io): string[] {
  const own = ['RMQCTL_BECOME_PASSWORD', 'RMQCTL_SSH_PASSWORD', 'RMQCTL_KEY_PASSPHRASE'];
  return own.flatMap((name) => env[name] ?? []);
}

/** Settles with the work, or at once when the signal is aborted: rejected with the signal's reason. */
function unlessKilled<T>(work: Promise<T>, kill: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(asError(kill.reason));
    if (kill.aborted) stop();
    kill.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => kill.removeEventListener('abort', stop));
  });
}

interface State {
  counted: Tally;
  closed: boolean;
  files: readonly ReportFile[];
  topology: Topology | undefined;
}

/**
 * Runs `work` with a context of its own. Errors become diagnostics; the summary is written last and once, whatever
 * happened, and what is emitted after it is dropped.
 * @returns the exit code: what `work` returned or its error asks for; 130 when interrupted, unless it ended well anyway
 */
export async function run(task: Run, io: Io): Promise<ExitCode> {
  const { flags, document } = task;
  const started = io.now();
  const colour = colourLevel({ noColor: flags.noColor, env: io.env, isTTY: io.isTTY });
  const isTTY = io.isTTY && io.env['TERM'] !== 'dumb' && ciSystem(io.env) === undefined;
  const reporter = await createReporter({ ...io, ...flags, isTTY, colour, document });
  const state: State = { counted: emptyTally, closed: false, files: [], topology: undefined };
  const concealed = new Concealed(secretsOf(io));
  const emit = (said: RmqctlEvent): void => {
    if (state.closed) return;
    const event = concealed.redact(said);
    state.counted = tally(state.counted, event);
    reporter.emit(event);
    for (const file of state.files) file.emit(event);
  };
  const redact = <Data>(data: Data): Data => concealed.redact(data);
  const made = createContext(io, task, reporter);
  const context: CommandContext = {
    ...made,
    askSecret: async (question, variable) => {
      const answer = await made.askSecret(question, variable);
      concealed.hideOwn(answer);
      return answer;
    },
    emit,
    hide: (secrets) => concealed.hide(secrets),
    secrets: () => concealed.ofInventory(),
    redact,
    showTopology: (topology) => void (state.topology = topology),
  };
  const fail = (error: unknown): ExitCode => {
    emit(failureEvent(error));
    const exitCode = exitOf(error);
    if (exitCode === ExitCode.bug)
      io.stderr.write(`${redact(asError(error).stack ?? asError(error).message)}\n`);
    return exitCode;
  };
  const work = async (): Promise<ExitCode> => {
    state.files = await openReportFiles(flags, io, document === true);
    return task.work(context);
  };
  const met = await unlessKilled(Promise.resolve().then(work), io.kill).catch(fail);
  const interrupted = io.interrupt.aborted && met !== ExitCode.ok;
  const ended = worstExit(interrupted ? [met, ExitCode.interrupted] : [met]);
  const summaryOf = (exitCode: ExitCode): SummaryEvent =>
    summarize(state.counted, { command: task.name, exitCode, seconds: (io.now() - started) / 1000 });
  const drawn = { topology: state.topology, redact };
  const unwritten = await closeReportFiles(state.files, summaryOf(ended), { drawn, emit });
  const exitCode = worstExit([ended, unwritten]);
  state.closed = true;
  reporter.close(summaryOf(exitCode));
  return exitCode;
}
