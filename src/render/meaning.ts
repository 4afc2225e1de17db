import { type Text, reveal } from '../redaction/secret.ts';
import {
  type ConfigFile,
  contentText,
  isConfigFile,
  valuesIn,
} from '../rocketmq/configuration/config-file.ts';
import { readProperties } from '../rocketmq/configuration/properties-text.ts';

/**
 * The meaning of a text: what its reader makes of it, without comments, spacing and whatever order does not matter. Two
 * texts of one meaning start the same process (docs/decisions/0027).
 * @param path whose ending says who reads it; of any other file the text itself is the meaning
 * @returns the same text for the same meaning; the text as it is when its reader could not read it
 */
export function meaningOf(path: string, text: string): string {
  const read = READERS.get(path.slice(path.lastIndexOf('.') + 1));
  if (read === undefined) return text;
  try {
    return read(text);
  } catch {
    return text;
  }
}

/** The meaning of a file that is desired, which is that of its text; of property files without a look at it. */
export function contentMeaning(path: string, content: Text | ConfigFile): string {
  return isConfigFile(content) && content.format === 'properties' && content.base === undefined
    ? propertiesMeaning(valuesIn(content))
    : meaningOf(path, reveal(contentText(content)));
}

function propertiesMeaning(entries: ReadonlyMap<string, string>): string {
  return JSON.stringify(byName(entries));
}

const READERS: ReadonlyMap<string, (text: string) => string> = new Map([
  ['properties', (text: string) => propertiesMeaning(readProperties(text))],
  ['json', jsonMeaning],
  ['sh', shellMeaning],
  [
    'xml',
    (text: string) =>
      text
        .replaceAll(/<!--[^]*?-->/g, '')
        .replaceAll(/>\s+</g, '><')
        .trim(),
  ],
  ['service', unitMeaning],
]);

/** Names and values in the order of the names, which no locale decides. */
export function byName<Value>(entries: Iterable<readonly [string, Value]>): (readonly [string, Value])[] {
  return [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function jsonMeaning(text: string): string {
  return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(byName(Object.entries(value)))
      : value,
  );
}

/** Quotes, escapes and words, as they are; then what only separates them: a continued line, a comment, spaces, a line break. */
const SHELL =
  /'[^']*'|"(?:\\[^]|[^\\"])*"|\\[^\n]|[^\s\\'"#]+|(?<=[^\s;&|()])#|(?<space>\\\n|#.*|[ \t]+)|(?<end>\n)|[^]/g;

/** A script of the POSIX shell. The first line counts as a comment: rmqctl's scripts are started as `sh FILE`. */
function shellMeaning(text: string): string {
  let result = '';
  let gap = '';
  for (const { 0: token, groups: { space, end } = {} } of text.matchAll(SHELL)) {
    if (end !== undefined) gap = '\n';
    else if (space !== undefined) gap ||= ' ';
    else {
      result += (result === '' ? '' : gap) + token;
      gap = '';
    }
  }
  return result;
}

/** A unit's directives in their order. Its description is for people. */
function unitMeaning(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^(?:[#;]|Description=)/.test(line)).join('\n');
}
