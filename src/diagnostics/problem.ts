import { type ErrorDetails, ExitCode, RmqctlError } from '../errors.ts';
import { type Code, diagnosticWords, rowOf, type ValuesOf } from './table.ts';

/**
 * The error of a diagnostic.
 * @param code a row of the table, which gives message, default hint and exit code
 * @param values each `{name}` of the row's message and hint
 * @param details a more specific hint, the host it happened on, what was thrown
 */
export function problem<C extends Code>(
  code: C,
  values: ValuesOf<C>,
  details: Omit<ErrorDetails, 'exit'> = {},
): RmqctlError {
  const { message, hint } = diagnosticWords(code, values, details);
  return new RmqctlError(code, message, { ...details, hint, exit: ExitCode[rowOf(code).exit] });
}
