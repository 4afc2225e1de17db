import { defined, isRecord } from '../std/record.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { JsonSchema } from './schema/json-schema.ts';

/** What is shorter cannot be told from an ordinary word, and is no secret. */
const SHORTEST = 4;

/** Words of the inventory language: to hide them would take them out of every text, and hide nothing. */
function wordsOf(schema: unknown): string[] {
  if (!isRecord(schema)) return [];
  const { enum: words = [], ...rest } = schema;
  const inner = Object.values(rest).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return [...(Array.isArray(words) ? words : []), ...inner.flatMap(wordsOf)];
}

/**
 * What must not be printed, by what may stand in its place: `${NAME}`, or the name of its file.
 * @param variables what the environment variables that are used hold, by name
 * @param schema the inventory's, whose words are no secrets
 * @param files what the files that are used hold, by how the inventory names them
 */
export function hideable({
  variables,
  files,
  schema,
}: {
  readonly variables: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, string>;
  readonly schema: JsonSchema;
}): Map<string, string> {
  const words = new Set(['true', 'false', ...wordsOf(schema)]);
  const named = [...variables].map(([name, value]) => [`\${${name}}`, value] as const);
  const held = [...files].map(([name, content]) => [`(the content of ${name})`, content] as const);
  return new Map([...named, ...held].filter(([, value]) => !words.has(value)));
}

/**
 * The diagnostic of a value that must not be printed itself: a hint that was made of it ("write `10.0.0.1`", of
 * `root@10.0.0.1`) would tell a part of it, and is left out.
 */
export function withoutDerived(diagnostic: Diagnostic, hidden: ReadonlyMap<string, string>): Diagnostic {
  const { hint, ...rest } = diagnostic;
  const tells = [...hidden.values()].some((value) => hint !== undefined && sharesPart(hint, value));
  return tells ? rest : diagnostic;
}

/** Whether as many characters in a row as make a secret stand in both. */
function sharesPart(text: string, value: string): boolean {
  const parts = Array.from({ length: Math.max(0, value.length - SHORTEST + 1) }, (_, at) => at);
  return parts.some((at) => text.includes(value.slice(at, at + SHORTEST)));
}

/**
 * The diagnostic without the values that must not be printed: messages quote the inventory, and secrets come into it by
 * reference. The frame shows the source, where the reference stands itself.
 * @param hidden value by what stands in its place
 */
export function redactedDiagnostic(diagnostic: Diagnostic, hidden: ReadonlyMap<string, string>): Diagnostic {
  const hide = (text: string): string =>
    [...hidden]
      .filter(([, value]) => value.length >= SHORTEST)
      .sort(([, a], [, b]) => b.length - a.length)
      .reduce((shown, [name, value]) => shown.replaceAll(value, () => name), text);
  const { message, hint } = diagnostic;
  return { ...diagnostic, message: hide(message), ...defined({ hint: hint && hide(hint) }) };
}
