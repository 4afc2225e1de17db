import type { Diagnostic } from './diagnostic.ts';

/** What is shorter cannot be told from an ordinary word, and is no secret. */
const SHORTEST = 4;

/**
 * The diagnostic with the values of environment variables shown as `${NAME}`: messages quote the inventory, and
 * secrets come into it that way. The frame shows the source, where the reference stands itself.
 * @param substituted value by name
 */
export function redacted(diagnostic: Diagnostic, substituted: ReadonlyMap<string, string>): Diagnostic {
  const hide = (text: string): string =>
    [...substituted]
      .filter(([, value]) => value.length >= SHORTEST)
      .sort(([, a], [, b]) => b.length - a.length)
      .reduce((shown, [name, value]) => shown.replaceAll(value, `\${${name}}`), text);
  const hint = diagnostic.hint === undefined ? {} : { hint: hide(diagnostic.hint) };
  return { ...diagnostic, message: hide(diagnostic.message), ...hint };
}
