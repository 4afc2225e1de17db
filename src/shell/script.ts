import { Secret } from '../redaction/secret.ts';
import { quote } from './quote.ts';

/**
 * A piece of POSIX sh that is safe to run: made by the `sh` tag, in which every inserted value is quoted. There is no
 * public way to turn a string into a Script without quoting it, so remote words cannot be concatenated by mistake.
 */
export class Script {
  readonly text: string;
  private constructor(text: string) {
    this.text = text;
  }

  /** For `sh` and `lines` below and for texts of the project itself (the prelude); never for a value from outside. */
  static trusted(text: string): Script {
    return new Script(text);
  }

  static readonly empty = new Script('');
}

/** What may be inserted into a script: words are quoted, lists become several words, scripts stay what they are. */
export type Insert = string | number | readonly string[] | Script | Secret;

function render(value: Insert): string {
  if (value instanceof Script) return value.text;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quote(value);
  // scripts go to hosts on standard input, and are never shown
  if (value instanceof Secret) return quote(value.reveal());
  return value.map(quote).join(' ');
}

/**
 * Template tag for shell scripts: `` sh`mkdir -p ${path}` ``. Inserted strings are quoted as one word each, arrays as
 * several words, numbers as they are, nested Scripts spliced in. Common leading white space is removed.
 * @throws RangeError when an inserted string holds NUL
 */
export function sh(strings: TemplateStringsArray, ...values: Insert[]): Script {
  const raw = rawParts(strings);
  const text = raw.map((part, i) => (i < values.length ? part + render(values[i]!) : part)).join('');
  return Script.trusted(text);
}

/** What stands between the values of each template, by the template: a thousand hosts have the same ones. */
const known = new WeakMap<TemplateStringsArray, readonly string[]>();

function rawParts(strings: TemplateStringsArray): readonly string[] {
  // raw, so that the shell's own backslashes arrive; only JavaScript's escapes of ${ and ` are undone
  const parts =
    known.get(strings) ??
    dedent(strings.raw.map((part) => part.replaceAll('\\${', '${').replaceAll('\\`', '`')));
  known.set(strings, parts);
  return parts;
}

/** Joins scripts as lines, leaving out empty ones. */
export function lines(scripts: Iterable<Script>): Script {
  const texts = [...scripts].map((script) => script.text).filter((text) => text !== '');
  return Script.trusted(texts.join('\n'));
}

/** Removes the indentation that the template shares, before any value is inserted (values may hold line breaks). */
function dedent(parts: readonly string[]): string[] {
  const indents = parts
    .join('x')
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const margin = indents.length === 0 ? 0 : Math.min(...indents);
  const cut = parts.map((part) => part.replaceAll(new RegExp(`\n[ \t]{0,${margin}}`, 'g'), '\n'));
  cut[0] = cut[0]!.replace(/^\n/, '');
  const last = cut.length - 1;
  cut[last] = cut[last]!.replace(/\n[ \t]*$/, '');
  return cut;
}
