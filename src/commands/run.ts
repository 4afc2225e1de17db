/** One run of anything: its context, its reporter, and that it ends with exactly one summary and an exit code. */
import { ExitCode, RmqctlError, worstExit } from '../errors.ts';
import { colourLevel } from '../report/colour-level.ts';
import type { RmqctlEvent } from '../report/events.ts';
import { createReporter, type Reporter } from '../report/reporter.ts';
import { redactEvent } from '../report/redact.ts';
import { emptyTally, summarize, tally } from '../report/summary.ts';
import type { CommonArguments } from './common-options.ts';
import type { CommandContext, Io } from './context.ts';
import { cacheDirectory, readInput } from './input.ts';
import { ask, isYes } from './prompt.ts';

export interface Run {
  /** the command's name, for the summary */
  readonly name: string;
  readonly flags: Pick<CommonArguments, 'json' | 'quiet' | 'verbose' | 'noColor'>;
  readonly document?: boolean | undefined;
  readonly work: (context: CommandContext) => Promise<ExitCode>;
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Errors that the user can act on, and bugs, as diagnostics. */
function diagnose(error: unknown): RmqctlEvent {
  if (error instanceof RmqctlError) {
    const { code, message, hint, host } = error;
    return { event: 'diagnostic', severity: 'error', code, message, hint, host };
  }
  if (isAbort(error)) {
    const hint = 'run the same command again: it goes on from what is there';
    return { event: 'diagnostic', severity: 'warning', code: 'INTERRUPTED', message: 'interrupted', hint };
  }
  return {
    event: 'diagnostic',
    severity: 'error',
    code: 'BUG',
    message: `unexpected: ${asError(error).message}`,
    hint: 'this is a bug in rmqctl; report it with the stack trace from standard error and the output of rmqctl --version',
  };
}

function exitOf(error: unknown): ExitCode {
  if (error instanceof RmqctlError) return error.exit;
  return isAbort(error) ? ExitCode.interrupted : ExitCode.bug;
}

const noTerminal = (code: string, message: string, hint: string): RmqctlError =>
  new RmqctlError(code, message, { hint, exit: ExitCode.usage });

function createContext(
  io: Io,
  { flags }: Run,
  reporter: Reporter,
): Omit<CommandContext, 'emit' | 'hide' | 'secrets'> {
  const { env, cwd, stdin, stdout, stderr, now, every, interrupt: signal } = io;
  const canAsk = stdin.isTTY === true && !flags.json;
  const question = async (text: string, hidden: boolean): Promise<string> => {
    const resume = reporter.suspend();
    return ask(text, { stdin, output: stderr, signal, hidden }).finally(resume);
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
    isTTY: io.isTTY && !flags.json,
    cacheDir: cacheDirectory(env),
    readInput: (file) => readInput(file, { stdin, cwd, signal }),
    showPlan: (steps) => reporter.showPlan(steps),
    confirm: async (text) => {
      if (!canAsk) throw noTerminal('NOT_CONFIRMED', `cannot ask "${text}" without a terminal`, 'give --yes');
      return isYes(await question(`${text} [y/N] `, false));
    },
    askSecret: async (text) => {
      const hint = 'set RMQCTL_BECOME_PASSWORD';
      if (!canAsk) throw noTerminal('NO_TERMINAL', `cannot ask for "${text}" without a terminal`, hint);
      return question(`${text}: `, true);
    },
  };
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

/**
 * Runs `work` with a context of its own. Errors become diagnostics; the summary is written last and once, whatever
 * happened, and what is emitted after it is dropped.
 * @returns the exit code: what `work` returned or its error asks for; 130 when interrupted, unless it ended well anyway
 */
export async function run(task: Run, io: Io): Promise<ExitCode> {
  const { flags, document } = task;
  const started = io.now();
  const colour = colourLevel({ noColor: flags.noColor, env: io.env, isTTY: io.isTTY });
  const isTTY = io.isTTY && io.env['TERM'] !== 'dumb';
  const reporter = await createReporter({ ...io, ...flags, isTTY, colour, document });
  const state = { counted: emptyTally, closed: false };
  const secrets: string[] = [];
  const emit = (said: RmqctlEvent): void => {
    if (state.closed) return;
    const event = redactEvent(said, secrets);
    state.counted = tally(state.counted, event);
    reporter.emit(event);
  };
  const hide = (values: readonly string[]): void => void secrets.push(...values);
  const context: CommandContext = {
    ...createContext(io, task, reporter),
    emit,
    hide,
    secrets: () => secrets,
  };
  const fail = (error: unknown): ExitCode => {
    emit(diagnose(error));
    const exitCode = exitOf(error);
    if (exitCode === ExitCode.bug) io.stderr.write(`${asError(error).stack ?? asError(error).message}\n`);
    return exitCode;
  };
  const met = await unlessKilled(
    Promise.resolve().then(() => task.work(context)),
    io.kill,
  ).catch(fail);
  const interrupted = io.interrupt.aborted && met !== ExitCode.ok;
  const exitCode = worstExit(interrupted ? [met, ExitCode.interrupted] : [met]);
  const summary = summarize(state.counted, {
    command: task.name,
    exitCode,
    seconds: (io.now() - started) / 1000,
  });
  state.closed = true;
  reporter.close(summary);
  return exitCode;
}
