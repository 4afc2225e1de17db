import { RmqctlError } from '../../errors.ts';

/** The text of property files as java.util.Properties reads it: of files on hosts, and of programs' own. */

/**
 * Reads a property file by the rules of java.util.Properties.load: `=`, `:` or blanks end the key, `\` escapes and
 * continues a line, `#` and `!` begin a comment. Of a key given twice the last value counts.
 * @throws RmqctlError PROPERTIES_MALFORMED for a broken \uXXXX escape
 */
export function readProperties(text: string): Map<string, string> {
  return new Map(pieces(text).flatMap(({ entry }) => (entry === undefined ? [] : [splitLine(entry)])));
}

/** As readProperties; undefined where the text is so broken that no process could have written it. */
export function readableProperties(text: string): ReadonlyMap<string, string> | undefined {
  try {
    return readProperties(text);
  } catch (error) {
    if (error instanceof RmqctlError) return undefined;
    throw error;
  }
}

/**
 * A property file for people: line by line as it is, but for the values of some keys.
 * @param mask what is to stand there instead; undefined leaves the value
 */
export function maskProperties(
  text: string,
  mask: (key: string, value: string) => string | undefined,
): string {
  return pieces(text)
    .map(({ source, entry }) => {
      if (entry === undefined) return source;
      const [key, value] = splitLine(entry);
      const shown = mask(key, value);
      return shown === undefined ? source : `${key}=${shown}\n`;
    })
    .join('');
}

/** What stands in a file: an entry with the lines it continues on, or a comment or blank lines, which are none. */
interface Piece {
  /** as it is in the file, its line break with it */
  readonly source: string;
  /** key and value in one line, still escaped */
  readonly entry?: string;
}

/** Joins continued lines; a continuation of nothing is no line yet. */
function pieces(text: string): Piece[] {
  const result: Piece[] = [];
  let source = '';
  let begun = '';
  for (const natural of text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []) {
    const line = natural.replace(/^[ \t\f]+/, '').replace(/[\r\n]+$/, '');
    source += natural;
    if (begun === '' && /^(?:[#!]|$)/.test(line)) {
      result.push({ source });
      source = '';
    } else if (/(?<!\\)(?:\\\\)*\\$/.test(line)) begun += line.slice(0, -1);
    else {
      result.push({ source, entry: begun + line });
      source = begun = '';
    }
  }
  return source === '' ? result : [...result, { source, entry: begun }];
}

function splitLine(line: string): [string, string] {
  const match = /^((?:\\[^]|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*([^]*)$/.exec(line)!;
  return [unescapeText(match[1]!), unescapeText(match[2]!)];
}

const CONTROL: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescapeText(text: string): string {
  return text.replaceAll(/\\(u[0-9A-Fa-f]{4}|[^])/g, (_, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    if (escape === 'u') {
      throw new RmqctlError('PROPERTIES_MALFORMED', 'a property file holds a broken \\uXXXX escape', {
        hint: 'look for \\u in the file, and write four hexadecimal digits behind it, or \\\\u for the text itself',
      });
    }
    return CONTROL[escape] ?? escape;
  });
}

/**
 * The text of somebody else's .properties file with one key set: the line that has it is replaced where it is, or the
 * property is added at the end; every other line is kept. Line breaks become LF, because Java's own reader of some programs keeps
 * a CR as a part of the value.
 * @param text as it is in the file
 * @param property the new line, without its line break
 */
export function withProperty(text: string, key: string, property: string): string {
  const all = text.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  const kept: string[] = [];
  let placed = false;
  let goesOn = false;
  let isProperty = false;
  for (const line of all) {
    // a line that goes on with the one before belongs to the same property
    if (!goesOn) isProperty = keyOf(line) === key;
    if (!isProperty) kept.push(line);
    else if (!placed) kept.push(property);
    placed ||= isProperty;
    // within a property a line that begins with # is no comment
    goesOn = (goesOn || !/^[ \t\f]*[#!]/.test(line)) && /(^|[^\\])(\\\\)*\\$/.test(line);
  }
  // an empty line ends a property that was to go on behind the last line
  const added = placed ? [] : goesOn ? ['', property] : [property];
  return `${[...kept, ...added].join('\n')}\n`;
}

/** The key of a line; undefined of a comment or an empty line (java.util.Properties). */
function keyOf(line: string): string | undefined {
  return /^[ \t\f]*([^#!\s=:][^\s=:]*)/.exec(line)?.[1];
}
