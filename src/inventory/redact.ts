import type { Diagnostic } from './diagnostic.ts';

/** What is shorter cannot be told from an ordinary word, and is no secret. */
const SHORTEST = 4;

/** Words of the inventory language: to hide them would take them out of every text, and hide nothing. */
const WORDS = new Set([
  'true',
  'false',
  'single',
  'masters',
  'async',
  'sync',
  'auto',
  'disable',
  'systemd',
  'nohup',
]);

/**
 * What must not be printed, by what may stand in its place: `${NAME}`, or the name of its file.
 * @param variables what the environment variables that are used hold, by name
 * @param files what the files that are used hold, by how the inventory names them
 */
export function hideable({
  variables,
  files,
}: {
  readonly variables: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, string>;
}): Map<string, string> {
  const named = [...variables].map(([name, value]) => [`\${${name}}`, value] as const);
  const held = [...files].map(([name, content]) => [`(the content of ${name})`, content] as const);
  return new Map([...named, ...held].filter(([, value]) => !WORDS.has(value)));
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
  const hint = diagnostic.hint === undefined ? {} : { hint: hide(diagnostic.hint) };
  return { ...diagnostic, message: hide(diagnostic.message), ...hint };
}
