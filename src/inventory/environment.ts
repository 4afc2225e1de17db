import type { Environment } from '../std/environment.ts';

/** What `${NAME}` in a text became. */
export interface Substituted {
  readonly text: string;
  /** names that were replaced by a value */
  readonly used: readonly string[];
  /** names that are not set */
  readonly missing: readonly string[];
  /** `${...}` whose inside is not a name */
  readonly malformed: readonly string[];
}

/** A reference, or an escaped one (`$${NAME}` stands for the text `${NAME}`). */
const REFERENCE = /\$?\$\{([^}]*)\}/g;

/**
 * The text with each `${NAME}` replaced by the environment variable of that name. What a variable holds is not looked
 * into again, so a value that holds `${X}` stays as it is.
 * @param text a string of the inventory
 * @param env the environment, passed in as data
 */
export function substitute(text: string, env: Environment): Substituted {
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
