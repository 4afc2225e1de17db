import { Composer, type Document, isCollection, isScalar, Parser, visit } from 'yaml';
import { groupBy } from '../../std/group-by.ts';
import { type DiagnosticWords, diagnosticWords } from '../../diagnostics/table.ts';
import { quoted } from '../schema/quoted.ts';
import { isRecord } from '../../std/record.ts';
import { lineText, positionAt, type Range, type SourceText } from './source-text.ts';
import { hex4 } from '../../std/hex.ts';

/** An inventory of a thousand hosts is below 100 KB. */
const MAX_LENGTH = 1024 * 1024;
/** The deepest useful path of an inventory has seven keys. The library's composer recurses, and V8 may abort the process. */
const MAX_DEPTH = 64;
/** One slip can make every later line an error: the first few are enough. */
const MAX_SYNTAX_ERRORS = 5;

export interface Problem {
  readonly message: DiagnosticWords;
  readonly range: Range;
}

/** The depth to which the collections of a token are nested; without recursion, since the depth is in doubt. */
function depthOf(token: unknown): number {
  const open: [unknown, number][] = [[token, 0]];
  let deepest = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    if (!isRecord(value)) continue;
    deepest = Math.max(deepest, depth);
    open.push([value['value'], depth]);
    if (!Array.isArray(value['items'])) continue;
    for (const item of value['items']) open.push([item?.key, depth + 1], [item?.value, depth + 1]);
  }
  return deepest;
}

function refusal(message: DiagnosticWords, range = { start: 0, end: 1 }): Problem {
  return { message, range };
}

/** The problem of a text that cannot be an inventory at all. */
function notText(source: SourceText): Problem | undefined {
  if (source.text.length > MAX_LENGTH) {
    const size = `${(source.text.length / 1024 / 1024).toFixed(1)} MiB`;
    return refusal(diagnosticWords('INVENTORY_TOO_LARGE', { size, limit: '1 MiB' }));
  }
  const at = source.text.search(/[\0\uFFFD]/);
  return at === -1
    ? undefined
    : refusal(diagnosticWords('INVENTORY_NOT_TEXT', {}), { start: at, end: at + 1 });
}

/** A fault and its hint, by the library's code (yaml 2.x, errors.ts: ErrorCode). */
const SYNTAX: Readonly<Record<string, readonly [fault: string, hint?: string]>> = {
  TAB_AS_INDENT: ['tab used for indentation', 'indent with spaces'],
  MULTIPLE_DOCS: [
    'a second document begins here',
    'keep one inventory per file: remove `---` and what follows',
  ],
  TAG_RESOLVE_FAILED: ['unknown tag', 'remove the tag'],
  BLOCK_AS_IMPLICIT_KEY: [
    'a mapping inside a value on one line',
    'quote a value that contains `: `, or check the indentation of the next line',
  ],
  MISSING_CHAR: ['missing character', 'check for a missing quote, bracket or colon'],
  BAD_SCALAR_START: [
    'a value cannot start with this character',
    'check for a missing quote, bracket or colon',
  ],
  BAD_INDENT: ['wrong indentation', 'indent this line, or close the bracket or quote opened before'],
  UNEXPECTED_TOKEN: ['unexpected text'],
  BAD_ALIAS: ['invalid alias or anchor'],
};

function isEmpty({ contents, errors }: Document): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null));
}

/** A fault as the library reports it. */
type Fault = Readonly<{ code: string; message: string; pos: readonly [number, number] }>;

/** Characters that look like those of YAML and are not: the name, and the character to type. */
const LOOK_ALIKES: Readonly<Record<string, readonly [name: string, plain: string]>> = {
  '\u00A0': ['a no-break space', 'a space'],
  '\u200B': ['a zero-width space', 'nothing'],
  '\u2003': ['an em space', 'a space'],
  '\u3000': ['an ideographic space', 'a space'],
  '\uFF1A': ['a full-width colon', '`:` and a space'],
  '\uFF0C': ['a full-width comma', '`,`'],
  '\uFF3B': ['a full-width bracket', '`[`'],
  '\uFF3D': ['a full-width bracket', '`]`'],
  '\uFF5B': ['a full-width brace', '`{`'],
  '\uFF5D': ['a full-width brace', '`}`'],
  '\u3001': ['an ideographic comma', '`,`'],
  '\u3010': ['a lenticular bracket', '`[`'],
  '\u3011': ['a lenticular bracket', '`]`'],
  '\uFF08': ['a full-width parenthesis', '`(`'],
  '\uFF09': ['a full-width parenthesis', '`)`'],
  '\u201C': ['a typographic quote', '`"`'],
  '\u201D': ['a typographic quote', '`"`'],
  '\u2018': ['a typographic quote', "`'`"],
  '\u2019': ['a typographic quote', "`'`"],
};

/** The hint that the line of a fault gives, which is better than that of the library's code. */
function hintOfText(text: string): string | undefined {
  const odd = Object.keys(LOOK_ALIKES).find((character) => text.includes(character));
  if (odd !== undefined) {
    const [name = '', plain = ''] = LOOK_ALIKES[odd] ?? [];
    return `replace ${name} (U+${hex4(odd.charCodeAt(0))}) in this line with ${plain}`;
  }
  if (/[{[].*\$\{/.test(text)) return 'quote "${NAME}" between { } and [ ]';
  return /^\s*[\w.-]+:\S/.test(text) ? 'put a space after the colon' : undefined;
}

/** One slip makes several faults of a line: the first is enough. */
function firstOfEachLine(source: SourceText, faults: readonly Fault[]): Fault[] {
  const byLine = groupBy(faults, ({ pos }) => positionAt(source, pos[0]).line);
  return [...byLine.values()].flatMap(([first]) => first ?? []);
}

/** The offset of the quote or bracket that is not closed, if that is the fault; the library reports the end of its content. */
function openedAt({ text }: SourceText, document: Document, { message }: Fault): number | undefined {
  const [, closing = ''] = /^Missing closing (["'])|end with a ([\]}])/.exec(message)?.filter(Boolean) ?? [];
  if (closing === '') return undefined;
  let found: number | undefined;
  visit(document, {
    Node(_, node) {
      const [start, end] = node.range ?? [0, 0];
      const isOpened = isCollection(node) ? node.flow === true : isScalar(node);
      const isClosed = end - start > 1 && text.slice(start, end).trimEnd().endsWith(closing);
      if (isOpened && !isClosed && OPENS[closing] === text[start]) found = start;
    },
  });
  return found;
}

const OPENS: Readonly<Record<string, string>> = { ']': '[', '}': '{', '"': '"', "'": "'" };

function unclosed({ text }: SourceText, at: number): Problem {
  const fault = `${quoted(text[at])} is not closed`;
  const isQuote = /["']/.test(text[at] ?? '');
  const hint = isQuote ? 'close it' : 'close it, and indent what is in brackets further than its key';
  return refusal(diagnosticWords('YAML_SYNTAX', { fault }, { hint }), { start: at, end: at + 1 });
}

function syntaxProblem(source: SourceText, { code, message, pos: [start, end] }: Fault): Problem {
  const [fault = message.replace(/\.$/, ''), ofCode] = SYNTAX[code] ?? [];
  const hint = hintOfText(lineText(source, positionAt(source, start).line)) ?? ofCode;
  const words = diagnosticWords('YAML_SYNTAX', { fault }, { hint });
  return refusal(words, { start, end: Math.max(end, start + 1) });
}

/** The document's errors; a warning is one too: it is about a tag, which an inventory never needs. */
function syntaxFaults({ errors, warnings }: Document, second: Document | undefined): Fault[] {
  if (second === undefined) return [...errors, ...warnings];
  const start = second.range?.[0] ?? 0;
  const message = 'a second YAML document begins here';
  return [...errors, ...warnings, { code: 'MULTIPLE_DOCS', message, pos: [start, start + 1] }];
}

/**
 * The YAML document of a text. Size and depth are checked first, so that no text can exhaust the process.
 * @returns the document, or what is wrong with the text; never throws
 */
export function parseYaml(source: SourceText): { document: Document } | { problems: readonly Problem[] } {
  const refused = notText(source);
  if (refused !== undefined) return { problems: [refused] };
  const tokens = [...new Parser().parse(source.text)];
  if (tokens.some((token) => depthOf(token) > MAX_DEPTH)) {
    return { problems: [refusal(diagnosticWords('YAML_TOO_DEEP', { limit: MAX_DEPTH }))] };
  }
  // Duplicate keys are reported by the walk over the document, which knows the place of the first one.
  const composer = new Composer({ uniqueKeys: false });
  const [document, second] = [...composer.compose(tokens, true, source.text.length)];
  if (document === undefined || isEmpty(document)) {
    return { problems: [refusal(diagnosticWords('INVENTORY_EMPTY', {}))] };
  }
  const faults = firstOfEachLine(source, syntaxFaults(document, second));
  const problems = faults.slice(0, MAX_SYNTAX_ERRORS).map((fault) => {
    const opened = openedAt(source, document, fault);
    return opened === undefined ? syntaxProblem(source, fault) : unclosed(source, opened);
  });
  return problems.length > 0 ? { problems } : { document };
}
