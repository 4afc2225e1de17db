import type { Environment } from '../std/environment.ts';

/** A reference, or an escaped one (`$${NAME}` means the text `${NAME}`). */
const REFERENCE = /\$?\$\{([^}]*)\}/g;

/**
 * The text with each `${NAME}` replaced by the environment variable of that name. Values are not read for references
 * again, so a value with `${X}` in it remains as it is.
 * @returns also the names that were replaced, those that are not set, and each `${...}` whose inside is not a name
 */
export function substitute(
  text: string,
  env: Environment,
): Readonly<{ text: string; used: string[]; missing: string[]; malformed: string[] }> {
  const used: string[] = [];
  const missing: string[] = [];
  const malformed: string[] = [];
  const result = text.replace(REFERENCE, (whole, name: string) => {
    if (whole.startsWith('$$')) return whole.slice(1);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      malformed.push(whole);
      return whole;
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined) missing.push(name);
    else used.push(name);
    return value ?? whole;
  });
  return { text: result, used, missing, malformed };
}
