import { defined } from '../std/record.ts';
import type { DiagnosticEvent, Severity } from '../model/events.ts';
import { type Code, diagnosticWords, type Special, type ValuesOf } from '../diagnostics/table.ts';
import { codeFrame } from './yaml/code-frame.ts';
import type { Path } from './path.ts';
import { positionAt, type Range, type SourceText } from './yaml/source-text.ts';

/** A fault of an inventory with its place in the file; columns count UTF-16 units, as editors do. */
export type Diagnostic = Omit<DiagnosticEvent, 'event' | 'host'>;

/** A diagnostic whose place in the file is not known yet. */
export type Message = Pick<Diagnostic, 'severity' | 'code' | 'message' | 'hint'>;

/** A message of a rule or the schema about a value of the inventory. */
export interface RuleFinding extends Message {
  readonly path: Path;
  /** the part that the carets mark; default the value */
  readonly part?: 'key' | 'value';
  /** the key or value that was most likely meant: of MISSING_KEY the key, of an item without its brackets the list */
  readonly meant?: string | number | boolean | readonly unknown[];
}

/**
 * A finding of the table of diagnostics.
 * @param path the value it is about
 * @param values each `{name}` of the row's message and hint
 * @param more a more specific hint, the weaker severity, the key instead of the value, what was meant
 */
export function findingAt<C extends Code>(
  code: C,
  path: Path,
  values: ValuesOf<C>,
  { softer, hint, ...more }: Special & Pick<RuleFinding, 'part' | 'meant'> = {},
): RuleFinding {
  return { ...diagnosticWords(code, values, { softer, hint }), path, ...more };
}

/** The message with file, line, column and frame. */
export function diagnose(source: SourceText, shown: Message, range: Range): Diagnostic {
  const { severity, code, message, hint } = shown;
  return {
    severity,
    code,
    message,
    ...defined({ hint }),
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
