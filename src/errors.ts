/**
 * Every failure a user may meet carries a stable code, a message that says what was attempted and what was found,
 * and, where there is one, a hint that says what to do.
 */

/** The exit codes of the process. */
export const ExitCode = {
  ok: 0,
  bug: 1,
  usage: 2,
  inventory: 3,
  connect: 4,
  step: 5,
  check: 6,
  locked: 7,
  drift: 8,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof ExitCode;
export type ExitCode = (typeof ExitCode)[ExitName];

/** Which of several exit codes wins: a bug before a lock before a connection, and so on. */
const PRECEDENCE: readonly ExitCode[] = [1, 7, 4, 5, 6, 8];

/**
 * The exit code of a run in which several things went wrong.
 * @param codes exit codes met, in any order, 0 among them or not
 * @returns 130, 2 or 3 if met (they end a run at once), else the first of 1, 7, 4, 5, 6, 8 that was met, else 0
 */
export function worstExit(codes: Iterable<ExitCode>): ExitCode {
  const met = new Set(codes);
  const atOnce = [ExitCode.interrupted, ExitCode.usage, ExitCode.inventory].find((code) => met.has(code));
  return atOnce ?? PRECEDENCE.find((code) => met.has(code)) ?? ExitCode.ok;
}

export interface ErrorDetails {
  /** what the user can do about it */
  hint?: string | undefined;
  /** the inventory name of the host it happened on */
  host?: string | undefined;
  /** the exit code of a run that this error ends; default 5, a step failed */
  exit?: ExitCode;
  cause?: unknown;
}

/** An error that is the user's to act on, as opposed to a bug: it is shown without a stack trace. */
export class RmqctlError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly host: string | undefined;
  readonly exit: ExitCode;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'RmqctlError';
    this.code = code;
    this.hint = details.hint;
    this.host = details.host;
    this.exit = details.exit ?? ExitCode.step;
  }
}

/** A command line that cannot be understood (exit 2). */
export function usageError(message: string, hint: string): RmqctlError {
  return new RmqctlError('USAGE', message, { hint, exit: ExitCode.usage });
}

/** What something that was thrown says. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The error, if it is the user's to act on. @throws what was thrown, if it is anything else: a bug */
export function expectedError(thrown: unknown): RmqctlError {
  if (thrown instanceof RmqctlError) return thrown;
  throw thrown;
}
