import { ExitCode, RmqctlError } from '../errors.ts';
import type { DiagnosticEvent } from '../model/events.ts';

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** Anything that was thrown, as an error. */
export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Errors that the user can act on, and bugs, as diagnostics. */
export function failureEvent(error: unknown): DiagnosticEvent {
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

/** The exit code that an error asks for. */
export function exitOf(error: unknown): ExitCode {
  if (error instanceof RmqctlError) return error.exit;
  return isAbort(error) ? ExitCode.interrupted : ExitCode.bug;
}
