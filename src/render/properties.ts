import { RmqctlError } from '../errors.ts';

/**
 * Java properties, as java.util.Properties reads them. The writer gives only what every reader agrees on: ASCII, LF,
 * no blank at a line's end. RocketMQ does not trim values: `brokerRole=SLAVE ` makes a second master (issue 7659).
 */
export type Entries = ReadonlyMap<string, string> | readonly (readonly [key: string, value: string])[];

/**
 * The text of a property file.
 * @param entries keys and values, written in their order
 * @param header lines of a comment at the top, without the `#`
 * @throws RmqctlError PROPERTY_UNWRITABLE for line breaks, control or non-ASCII characters, and blanks at a value's end
 */
export function writeProperties(entries: Entries, header: readonly string[] = []): string {
  const comments = header.map((line) => `# ${plain(line, 'comment')}`.trimEnd());
  const lines = [...entries].map(
    ([key, value]) => `${escapeKey(plain(key, key))}=${escapeValue(plain(value, key))}`,
  );
  return [...comments, ...lines].map((line) => `${line}\n`).join('');
}

function plain(text: string, key: string): string {
  const odd = /[^ -~]/u.exec(text)?.[0];
  if (odd !== undefined)
    throw unwritable(key, `the character U+${hex(odd)}, and only printable ASCII is safe there`);
  if (text.endsWith(' '))
    throw unwritable(key, 'a blank at the end, which RocketMQ takes as part of the value');
  return text;
}

function unwritable(key: string, found: string): RmqctlError {
  return new RmqctlError('PROPERTY_UNWRITABLE', `the property ${key} holds ${found}`, {
    hint: 'change the value in the inventory',
  });
}

function hex(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
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
  return new Map(logicalLines(text).map(splitLine));
}

/** Joins continued lines and drops blank ones and comments; a continuation of nothing is no line yet. */
function logicalLines(text: string): string[] {
  const result: string[] = [];
  let open: string | undefined;
  for (const natural of text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    const begun = open ?? '';
    open = undefined;
    if (begun === '' && /^(?:[#!]|$)/.test(line)) continue;
    if (/(?<!\\)(?:\\\\)*\\$/.test(line)) open = begun + line.slice(0, -1);
    else result.push(begun + line);
  }
  return open === undefined ? result : [...result, open];
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
      throw new RmqctlError('PROPERTIES_MALFORMED', `a property file holds a broken \\uXXXX escape: ${text}`);
    }
    return CONTROL[escape] ?? escape;
  });
}
