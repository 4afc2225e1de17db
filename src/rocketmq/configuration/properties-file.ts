import { RmqctlError } from '../../errors.ts';
import { reveal, Secret, type Text } from '../../redaction/secret.ts';
import { hex4 } from '../../std/hex.ts';

/**
 * Java properties, as java.util.Properties reads them. The writer gives only what every reader agrees on: ASCII, LF,
 * no blank at a line's end. RocketMQ does not trim values: `brokerRole=SLAVE ` makes a second master (issue 7659).
 */
export type Entries<Value extends Text = string> =
  | ReadonlyMap<string, Value>
  | readonly (readonly [key: string, value: Value])[];

/** How a comment of writeProperties begins. Java and RocketMQ write none of this form: a date follows their `#` at once. */
export const COMMENT = '# ';

/**
 * The text of a property file: a secret where one of its values is.
 * @param entries keys and values, written in their order
 * @param header lines of a comment at the top, without the `#`
 * @throws RmqctlError PROPERTY_UNWRITABLE for line breaks, control or non-ASCII characters, and blanks at a value's end
 */
export function writeProperties(entries: Entries, header?: readonly string[]): string;
export function writeProperties(entries: Entries<Text>, header?: readonly string[]): Text;
export function writeProperties(entries: Entries<Text>, header: readonly string[] = []): Text {
  const comments = header.map((line) => `${COMMENT}${plain(line, 'comment')}`.trimEnd());
  const lines = [...entries].map(
    ([key, value]) => `${escapeKey(plain(key, key))}=${escapeValue(plain(reveal(value), key))}`,
  );
  const text = [...comments, ...lines].map((line) => `${line}\n`).join('');
  return [...entries].some(([, value]) => value instanceof Secret) ? new Secret(text) : text;
}

function plain(text: string, key: string): string {
  const odd = /[^ -~]/u.exec(text)?.[0];
  if (odd !== undefined)
    throw unwritable(
      key,
      `the character U+${hex4(odd.codePointAt(0)!)}, and only printable ASCII is safe there`,
    );
  if (text.endsWith(' '))
    throw unwritable(key, 'a blank at the end, which RocketMQ takes as part of the value');
  return text;
}

function unwritable(key: string, found: string): RmqctlError {
  return new RmqctlError('PROPERTY_UNWRITABLE', `the property ${key} holds ${found}`, {
    hint: 'change the value in the inventory',
  });
}

function escapeKey(key: string): string {
  return key.replaceAll(/[\\=: #!]/g, String.raw`\$&`);
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', String.raw`\\`).replace(/^ /, String.raw`\ `);
}

/**
 * Reads a property file by the rules of java.util.Properties.load: `=`, `:` or blanks end the key, `\` escapes and
 * continues a line, `#` and `!` begin a comment. Of a key given twice the last value counts.
 * @throws RmqctlError PROPERTIES_MALFORMED for a broken \uXXXX escape
 */
export function readProperties(text: string): Map<string, string> {
  return new Map(pieces(text).flatMap(({ entry }) => (entry === undefined ? [] : [splitLine(entry)])));
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
      return shown === undefined ? source : `${escapeKey(key)}=${shown}\n`;
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
