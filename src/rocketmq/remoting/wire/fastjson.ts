/**
 * A reader of the JSON that RocketMQ's servers write with fastjson: keys may be bare integers
 * (`{0:"1.2.3.4:10911"}`), and 64-bit integers are written bare (apache/rocketmq #1445, #1506, #3369, #3389). Every JSON
 * text is read too. Keys that are whole objects are refused: no body that rmqctl asks for has them.
 */

import { malformed } from '../faults.ts';

/** It has no prototype, so that `__proto__` is a key as any other. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Integers that a double cannot hold exactly are bigints. */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;

/** True if a value is an object. */
export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RocketMQ's own bodies nest 6 deep; the bound keeps hostile input from exhausting the stack. */
const MAX_DEPTH = 64;

/**
 * Reads one JSON value, as fastjson writes it.
 * @param text the whole text; white space around the value is allowed
 * @throws RmqctlError REMOTING_MALFORMED with the offset of the first character that does not fit
 */
export function parseFastjson(text: string): JsonValue {
  const cursor: Cursor = { text, at: 0 };
  const value = readValue(cursor, 0);
  skipBlanks(cursor);
  if (cursor.at < text.length) throw malformed(`JSON has more text at offset ${cursor.at}`);
  return value;
}

function readValue(cursor: Cursor, depth: number): JsonValue {
  if (depth > MAX_DEPTH) throw malformed(`JSON nests deeper than ${MAX_DEPTH}`);
  skipBlanks(cursor);
  const first = cursor.text[cursor.at];
  if (first === '{') return readObject(cursor, depth);
  if (first === '[') return readArray(cursor, depth);
  if (first === '"') return readString(cursor);
  if (takeWord(cursor, 'null')) return null;
  if (takeWord(cursor, 'true')) return true;
  if (takeWord(cursor, 'false')) return false;
  return readNumber(cursor);
}

function readArray(cursor: Cursor, depth: number): JsonValue[] {
  const values: JsonValue[] = [];
  readList(cursor, ']', () => values.push(readValue(cursor, depth + 1)));
  return values;
}

function readObject(cursor: Cursor, depth: number): JsonObject {
  const object: { [key: string]: JsonValue } = Object.create(null);
  readList(cursor, '}', () => {
    skipBlanks(cursor);
    const key = cursor.text[cursor.at] === '"' ? readString(cursor) : readBareKey(cursor);
    skipBlanks(cursor);
    if (!take(cursor, ':')) throw malformed(`JSON has no ":" at offset ${cursor.at}`);
    // of a key that comes twice the last wins, as it does in Java's maps
    object[key] = readValue(cursor, depth + 1);
  });
  return object;
}

/** Reads `open item , item close`, the cursor being at the opening character. */
function readList(cursor: Cursor, close: string, readItem: () => void): void {
  cursor.at += 1;
  skipBlanks(cursor);
  if (take(cursor, close)) return;
  for (;;) {
    readItem();
    skipBlanks(cursor);
    if (take(cursor, close)) return;
    if (!take(cursor, ',')) throw malformed(`JSON has no "," or "${close}" at offset ${cursor.at}`);
  }
}

function skipBlanks(cursor: Cursor): void {
  while (' \t\r\n'.includes(cursor.text[cursor.at] ?? '.')) cursor.at += 1;
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

function takeWord(cursor: Cursor, word: string): boolean {
  if (!cursor.text.startsWith(word, cursor.at)) return false;
  cursor.at += word.length;
  return true;
}

/** A text and the offset of the next character to read. */
interface Cursor {
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
  ...['"', "'", '\\', '/'].map((character) => [character, character] as const),
  ...Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }),
]);

/** Reads a number: an integer that a double cannot hold exactly becomes a bigint. */
function readNumber(cursor: Cursor): number | bigint {
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
function readBareKey(cursor: Cursor): string {
  return match(cursor, BARE_KEY, 'key')[0];
}

/** Reads a string, the cursor being at its opening quote. Raw control characters are allowed. */
function readString(cursor: Cursor): string {
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
