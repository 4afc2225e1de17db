import type { Severity } from '../model/events.ts';
import { codeFrame } from './yaml/code-frame.ts';
import type { Path } from './path.ts';
import { positionAt, type Range, type SourceText } from './yaml/source-text.ts';

/** Something to tell the author of an inventory, with its place in the file. */
export interface Diagnostic {
  readonly severity: Severity;
  /** stable, UPPER_SNAKE */
  readonly code: string;
  readonly message: string;
  /** what to do about it */
  readonly hint?: string | undefined;
  readonly file?: string | undefined;
  /** from 1 */
  readonly line?: number | undefined;
  /** from 1, in UTF-16 units as editors count */
  readonly column?: number | undefined;
  /** the source line, and a line with carets under the word */
  readonly frame?: string | undefined;
}

/** What is told, before it is known where that stands in the file. */
export interface Message {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** A value that a finding suggests; a list where one item was written without its brackets. */
export type Meant = string | number | boolean | readonly unknown[];

/** A message about a value of the inventory: what rules and the schema give. */
export interface RuleFinding extends Message {
  readonly path: Path;
  /** whether the key or the value is meant; default the value */
  readonly part?: 'key' | 'value';
  /** the key or value that was most likely meant; of MISSING_KEY the key */
  readonly meant?: Meant;
}

/** A finding of severity error, in one line. */
export function error(code: string, path: Path, message: string, hint?: string): RuleFinding {
  return { severity: 'error', code, path, message, ...(hint === undefined ? {} : { hint }) };
}

/** A finding of severity warning, in one line. */
export function warning(code: string, path: Path, message: string, hint?: string): RuleFinding {
  return { ...error(code, path, message, hint), severity: 'warning' };
}

/** A finding of severity note, in one line. */
export function note(code: string, path: Path, message: string, hint?: string): RuleFinding {
  return { ...error(code, path, message, hint), severity: 'note' };
}

/** The finding with the carets under the key instead of the value. */
export function underKey(finding: RuleFinding): RuleFinding {
  return { ...finding, part: 'key' };
}

/** The message with file, line, column and frame. */
export function diagnose(source: SourceText, message: Message, range: Range): Diagnostic {
  const { severity, code, hint } = message;
  return {
    severity,
    code,
    message: message.message,
    ...(hint === undefined ? {} : { hint }),
    file: source.file,
    ...positionAt(source, range.start),
    frame: codeFrame(source, range),
  };
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Errors before warnings before notes, each in the order of the file. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}
