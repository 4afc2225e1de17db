/** The scalars of fastjson's output: strings, numbers and bare keys. */

import { malformed } from '../faults.ts';

/** A text and the offset of the next character to read. */
export interface Cursor {
  readonly text: string;
  at: number;
}

const NUMBER = /(-?\d+)(\.\d+)?([eE][-+]?\d+)?/y;
const BARE_KEY = /[-\w$.]+/y;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
/** `-9223372036854775808` */
const INT64_DIGITS = 20;

/** The escapes of JSON, and those that old fastjson versions add for control characters. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** Reads a number: an integer that a double cannot hold exactly becomes a bigint. */
export function readNumber(cursor: Cursor): number | bigint {
  const [token, integer, fraction, exponent] = match(cursor, NUMBER, 'value');
  if (fraction !== undefined || exponent !== undefined) return Number(token);
  if (token.length > INT64_DIGITS)
    throw malformed(`JSON integer of ${token.length} digits is beyond 64 bits`);
  const asDouble = Number(integer);
  if (Number.isSafeInteger(asDouble)) return asDouble;
  const whole = BigInt(token);
  if (whole < INT64_MIN || whole > INT64_MAX) throw malformed(`JSON integer ${token} is beyond 64 bits`);
  return whole;
}

/** Reads an unquoted key, such as a broker id, as the text it is. */
export function readBareKey(cursor: Cursor): string {
  return match(cursor, BARE_KEY, 'key')[0];
}

/** Reads a string, the cursor being at its opening quote. Raw control characters are let through. */
export function readString(cursor: Cursor): string {
  const { text } = cursor;
  let value = '';
  let from = cursor.at + 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"') {
      cursor.at = at + 1;
      return value + text.slice(from, at);
    }
    if (text[at] === '\\') {
      const escape = readEscape(text, at + 1);
      value += text.slice(from, at) + escape.value;
      from = escape.end;
      at = from - 1;
    }
  }
  throw malformed(`JSON string at offset ${cursor.at} does not end`);
}

function readEscape(text: string, at: number): { value: string; end: number } {
  const letter = text[at] ?? '';
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) return { value: simple, end: at + 1 };
  const digits = letter === 'u' ? 4 : letter === 'x' ? 2 : 0;
  const hex = text.slice(at + 1, at + 1 + digits);
  if (digits === 0 || hex.length !== digits || !/^[\da-fA-F]+$/.test(hex)) {
    throw malformed(`JSON has an unknown escape at offset ${at - 1}`);
  }
  return { value: String.fromCharCode(Number.parseInt(hex, 16)), end: at + 1 + digits };
}

function match(cursor: Cursor, pattern: RegExp, expected: string): RegExpExecArray {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found === null) throw malformed(`JSON has no ${expected} at offset ${cursor.at}`);
  cursor.at = pattern.lastIndex;
  return found;
}
