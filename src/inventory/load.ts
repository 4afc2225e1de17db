import { diagnose, type Diagnostic } from './diagnostic.ts';
import { pointerOf, type Path } from './path.ts';
import { type SourceText, sourceText } from './yaml/source-text.ts';
import { plainData, type Place, type PlainData } from './yaml/yaml-data.ts';
import { parseYaml, type Problem } from './yaml/yaml-tree.ts';
import type { Environment } from '../std/environment.ts';

/** An inventory's file as data, with what is needed to point back into the text. */
export interface LoadedInventory extends PlainData {
  readonly source: SourceText;
}

interface LoadOptions {
  readonly text: string;
  /** its name for people; "-" is standard input */
  readonly file: string;
  readonly env: Environment;
}

/**
 * Reads YAML (and so JSON) with LF or CRLF, with or without a byte order mark.
 * @returns the data, absent if the text is no YAML document; every diagnostic has line and column. Never throws.
 */
export function loadInventory({ text, file, env }: LoadOptions): {
  loaded?: LoadedInventory;
  diagnostics: readonly Diagnostic[];
} {
  const source = sourceText(file, text);
  const located = ({ message, range }: Problem): Diagnostic => diagnose(source, message, range);
  const parsed = parseYaml(source);
  if ('problems' in parsed) return { diagnostics: parsed.problems.map(located) };
  const { problems, ...data } = plainData(parsed.document, source, env);
  const diagnostics = problems.map(located);
  const isWhole = problems.every(({ message }) => message.code !== 'INVENTORY_TOO_LARGE');
  return { ...(isWhole ? { loaded: { source, ...data } } : {}), diagnostics };
}

/** The place of a path; of one that the inventory does not have, that of its nearest ancestor. */
export function sourcePlaceOf(loaded: LoadedInventory, path: Path): Place {
  for (let length = path.length; length >= 0; length--) {
    const place = loaded.places.get(pointerOf(path.slice(0, length)));
    if (place !== undefined) return place;
  }
  return { value: { start: 0, end: 1 } };
}
