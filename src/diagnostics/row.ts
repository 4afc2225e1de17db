import type { ExitName } from '../errors.ts';
import type { Severity } from '../model/events.ts';

/** A diagnostic as data: the home of its words. */
export interface Row {
  readonly severity: Severity;
  /** a weaker severity that the same finding has in some inventories; `meaning` says in which */
  readonly softer?: Severity;
  /** the exit code of a run that the diagnostic ends; default: that of its section */
  readonly exit?: ExitName;
  /** what was attempted and found; `{name}` is a value */
  readonly message: string;
  /** what to do next; a finding may give a more specific one */
  readonly hint?: string;
  /** for the reference page: when rmqctl reports it */
  readonly meaning: string;
  /** for the reference page: what ends it */
  readonly remedy: string;
}

/** Diagnostics of one subject: a heading of the reference page. */
export interface Section<Rows extends Readonly<Record<string, Row>> = Readonly<Record<string, Row>>> {
  readonly title: string;
  /** Markdown between the heading and the table */
  readonly preface?: string;
  /** the exit code of rows that give none */
  readonly exit: ExitName;
  readonly rows: Rows;
}

/** A section whose rows keep their literal text, so that the compiler knows the values of each message. */
export function section<const Rows extends Readonly<Record<string, Row>>>(all: Section<Rows>): Section<Rows> {
  return all;
}

/** The names of the values in a text: `'host' | 'port'` of `'{host} does not listen on {port}'`. */
export type ValueNames<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ValueNames<Rest>
  : never;

/**
 * The text with its values.
 * @param text with `{name}` for each value
 * @param values by name
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
