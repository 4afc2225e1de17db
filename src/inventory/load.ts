import type { Diagnostic } from './diagnostic.ts';
import { diagnose } from './diagnostic.ts';
import { pointerOf, type Path } from './path.ts';
import { type SourceText, sourceText } from './yaml/source-text.ts';
import { plainData, type Place } from './yaml/yaml-data.ts';
import { parseYaml } from './yaml/yaml-tree.ts';
import type { Environment } from '../std/environment.ts';

/** An inventory's file as data, with what is needed to point back into the text. */
export interface LoadedInventory {
  readonly source: SourceText;
  /** plain JSON data; objects have no prototype */
  readonly value: unknown;
  /** where each value stands, by JSON pointer */
  readonly places: ReadonlyMap<string, Place>;
  /** JSON pointers of values that hold an environment variable: never to be printed */
  readonly secrets: ReadonlySet<string>;
  /** what the environment variables that were used hold, by name */
  readonly substituted: ReadonlyMap<string, string>;
}

export interface LoadOptions {
  readonly text: string;
  /** its name for people; "-" is standard input */
  readonly file: string;
  readonly env: Environment;
}

/**
 * Reads YAML (and so JSON) with LF or CRLF, with or without a byte order mark.
 * @returns the data, absent where the text is no YAML document; every diagnostic has line and column. Never throws.
 */
export function loadInventory({ text, file, env }: LoadOptions): {
  loaded?: LoadedInventory;
  diagnostics: readonly Diagnostic[];
} {
  const source = sourceText(file, text);
  const parsed = parseYaml(source);
  if ('problems' in parsed) {
    return { diagnostics: parsed.problems.map(({ message, range }) => diagnose(source, message, range)) };
  }
  const { problems, ...data } = plainData(parsed.document, { source, env });
  const diagnostics = problems.map(({ message, range }) => diagnose(source, message, range));
  const isWhole = problems.every(({ message }) => message.code !== 'INVENTORY_TOO_LARGE');
  return { ...(isWhole ? { loaded: { source, ...data } } : {}), diagnostics };
}

/** The place of a path: its own, or its nearest ancestor's where the inventory does not have it. */
export function sourcePlaceOf(loaded: LoadedInventory, path: Path): Place {
  for (let length = path.length; length >= 0; length--) {
    const place = loaded.places.get(pointerOf(path.slice(0, length)));
    if (place !== undefined) return place;
  }
  return { value: { start: 0, end: 1 } };
}
