import { Composer, type Document, isCollection, isScalar, Parser, visit } from 'yaml';
import { groupBy } from '../../std/group-by.ts';
import type { Message } from '../diagnostic.ts';
import { quoted } from '../schema/quoted.ts';
import { isRecord } from '../../std/record.ts';
import { lineText, positionAt, type Range, type SourceText } from './source-text.ts';
import { hex4 } from '../../std/hex.ts';

/** An inventory of a thousand hosts is below 100 KB; what is larger was never meant as one. */
const MAX_LENGTH = 1024 * 1024;
/** The deepest useful path of an inventory has seven keys. The library's composer recurses, and V8 may abort the process. */
const MAX_DEPTH = 64;
/** One slip can make every later line an error: the first few tell enough. */
const MAX_SYNTAX_ERRORS = 5;

export interface Problem {
  readonly message: Message;
  readonly range: Range;
}

/** How deep the collections of a token are nested; without recursion, since the depth is what is in doubt. */
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

function refusal(code: string, message: string, hint?: string): Problem {
  return { message: { severity: 'error', code, message, hint }, range: { start: 0, end: 1 } };
}

/** A text that cannot be an inventory at all, before YAML is asked. */
function notText(source: SourceText): Problem | undefined {
  if (source.text.length > MAX_LENGTH) {
    const size = `${(source.text.length / 1024 / 1024).toFixed(1)} million characters`;
    return refusal(
      'INVENTORY_TOO_LARGE',
      `this is ${size} long; an inventory may have 1 MiB`,
      'is it the right file?',
    );
  }
  const at = source.text.search(/[\0\uFFFD]/);
  if (at === -1) return undefined;
  const { message } = refusal(
    'INVENTORY_NOT_TEXT',
    'this is not text in UTF-8',
    'give the YAML inventory; save it as UTF-8',
  );
  return { message, range: { start: at, end: at + 1 } };
}

/** What the library's codes mean for the author (yaml 2.x, errors.ts: ErrorCode). */
function syntaxHint(code: string): string | undefined {
  if (code === 'TAB_AS_INDENT') return 'indent with blanks';
  if (code === 'MULTIPLE_DOCS') return 'one file holds one inventory: remove the line `---` and what follows';
  if (code === 'TAG_RESOLVE_FAILED') return 'remove the tag';
  if (code === 'BLOCK_AS_IMPLICIT_KEY')
    return 'put a value with `: ` in it in quotes; or is the next line indented too far?';
  if (code === 'MISSING_CHAR' || code === 'BAD_SCALAR_START')
    return 'look for a missing quote, bracket or colon';
  if (code === 'BAD_INDENT') return 'indent it, or close the bracket or quote that was opened before';
  return undefined;
}

function isEmpty({ contents, errors }: Document): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null));
}

/** A fault as the library tells it. */
interface Fault {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** Characters that look like those of YAML and are not, by what they are called. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '\u00A0': 'a no-break space',
  '\u200B': 'a zero-width space',
  '\u2003': 'an em space',
  '\u3000': 'an ideographic space',
  '\uFF1A': 'a full-width colon',
  '\uFF0C': 'a full-width comma',
};

/** What the text around a fault tells better than the library's code. */
function hintOfText(text: string): string | undefined {
  const odd = Object.keys(LOOK_ALIKES).find((character) => text.includes(character));
  if (odd !== undefined) {
    return `there is ${LOOK_ALIKES[odd]} (U+${hex4(odd.charCodeAt(0))}) in this line: write a plain one`;
  }
  if (/[{[].*\$\{/.test(text)) return 'between { } and [ ], put "${NAME}" in quotes';
  return /^\s*[\w.-]+:\S/.test(text) ? 'put a blank behind the colon' : undefined;
}

/** One slip makes several faults of a line: the first tells enough. */
function firstOfEachLine(source: SourceText, faults: readonly Fault[]): Fault[] {
  const byLine = groupBy(faults, ({ pos }) => positionAt(source, pos[0]).line);
  return [...byLine.values()].flatMap(([first]) => first ?? []);
}

/**
 * Where the quote or bracket stands that is not closed, which the library tells at the end of what it took for its inside.
 * @returns undefined where it is none of these
 */
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

/** What is opened there is never closed. */
function unclosed({ text }: SourceText, at: number): Problem {
  const message = `the ${quoted(text[at])} here is not closed`;
  const isQuote = /["']/.test(text[at] ?? '');
  const hint = isQuote ? 'close it' : 'close it; what stands in brackets is indented further than its key';
  return {
    message: { severity: 'error', code: 'YAML_SYNTAX', message, hint },
    range: { start: at, end: at + 1 },
  };
}

function syntaxProblem(source: SourceText, { code, message, pos: [start, end] }: Fault): Problem {
  const text = message.replace(/\.$/, '');
  const around = lineText(source, positionAt(source, start).line);
  return {
    message: {
      severity: 'error',
      code: 'YAML_SYNTAX',
      message: text,
      hint: hintOfText(around) ?? syntaxHint(code),
    },
    range: { start, end: Math.max(end, start + 1) },
  };
}

/** The document's errors; a warning is one too: it tells of a tag that nothing of an inventory needs. */
function syntaxFaults(document: Document, second: Document | undefined): Fault[] {
  const faults: Fault[] = [...document.errors, ...document.warnings];
  if (second === undefined) return faults;
  const start = second.range?.[0] ?? 0;
  return [
    ...faults,
    { code: 'MULTIPLE_DOCS', message: 'a second YAML document begins here', pos: [start, start + 1] },
  ];
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
    return { problems: [refusal('YAML_TOO_DEEP', `this is nested more than ${MAX_DEPTH} deep`)] };
  }
  // Duplicate keys are told by the walk over the document, which knows where the first one is.
  const composer = new Composer({ uniqueKeys: false });
  const [document, second] = [...composer.compose(tokens, true, source.text.length)];
  if (document === undefined || isEmpty(document))
    return {
      problems: [
        refusal('INVENTORY_EMPTY', 'the inventory is empty', '`rmqctl init` writes one to begin with'),
      ],
    };
  const faults = firstOfEachLine(source, syntaxFaults(document, second));
  const problems = faults.slice(0, MAX_SYNTAX_ERRORS).map((fault) => {
    const opened = openedAt(source, document, fault);
    return opened === undefined ? syntaxProblem(source, fault) : unclosed(source, opened);
  });
  if (problems.length > 0) return { problems };
  return { document };
}
