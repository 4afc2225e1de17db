import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { emptyRecord, isRecord } from '../../std/record.ts';
import { substitute } from '../environment.ts';
import { type Path, pointerOf } from '../path.ts';
import { type DiagnosticWords, diagnosticWords } from '../../diagnostics/table.ts';
import { quoted } from '../schema/quoted.ts';
import { positionAt, type Range, type SourceText } from './source-text.ts';
import type { Problem } from './yaml-tree.ts';
import type { Environment } from '../../std/environment.ts';

/** The ranges of a value in the text. */
export interface Place {
  /** of the key, if the value has one */
  readonly key?: Range;
  /** of the value; of the key if the value is empty or a block of lines */
  readonly value: Range;
  /** a scalar as it is written */
  readonly written?: string;
}

export interface PlainData {
  /** plain JSON data; objects have no prototype */
  readonly value: unknown;
  /** the place of each value, by JSON pointer */
  readonly places: ReadonlyMap<string, Place>;
  /** JSON pointers of values that hold an environment variable: never to be printed */
  readonly secrets: ReadonlySet<string>;
  /** the values of the environment variables that were used, by name */
  readonly substituted: ReadonlyMap<string, string>;
}

/** The most values that aliases may expand to (the "billion laughs" of YAML); the largest real inventories have ten thousand. */
const MAX_NODES = 50_000;

/** The tags of plain data (YAML 1.2.2, 10.1 to 10.3); the library knows more: binary, timestamp, set. */
const TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** The state of one walk. */
interface Walk {
  readonly source: SourceText;
  readonly env: Environment;
  readonly places: Map<string, Place>;
  readonly secrets: Set<string>;
  readonly substituted: Map<string, string>;
  readonly problems: Problem[];
  readonly anchors: Map<string, unknown>;
  /** nodes being walked, to detect an alias inside what it names */
  readonly open: Set<unknown>;
  nodes: number;
}

interface At {
  readonly path: Path;
  readonly key?: Range;
}

/**
 * A YAML document as plain data: aliases and merge keys expanded, environment variables filled in, keys as text.
 * A refused part is left out of the value and reported in `problems`.
 */
export function plainData(
  document: Document,
  source: SourceText,
  env: Environment,
): PlainData & { problems: readonly Problem[] } {
  const walk: Walk = {
    source,
    env,
    places: new Map(),
    secrets: new Set(),
    substituted: new Map(),
    problems: [],
    anchors: new Map(),
    open: new Set(),
    nodes: 0,
  };
  const value = walkNode(walk, document.contents, { path: [] });
  const { places, secrets, substituted, problems } = walk;
  return { value, places, secrets, substituted, problems };
}

function rangeOf(node: unknown): Range {
  const [start, end] = isNode(node) ? (node.range ?? [0, 0]) : [0, 0];
  return { start, end: Math.max(end, start + 1) };
}

function refuse(walk: Walk, range: Range, message: DiagnosticWords): undefined {
  walk.problems.push({ message, range });
}

/** Replaces what was refused by an empty text at its place, of which nothing more is reported. */
function refuseValue(walk: Walk, at: At & { range: Range }, message: DiagnosticWords): string {
  refuse(walk, at.range, message);
  setPlace(walk, at, { value: at.range });
  return '';
}

function walkNode(walk: Walk, node: unknown, at: At): unknown {
  walk.nodes += 1;
  if (walk.nodes > MAX_NODES) {
    if (walk.nodes > MAX_NODES + 1) return undefined;
    const size = `more than ${MAX_NODES} values with its aliases expanded`;
    const message = diagnosticWords('INVENTORY_TOO_LARGE', { size, limit: `${MAX_NODES} values` });
    return refuse(walk, at.key ?? rangeOf(node), message);
  }
  if (isAlias(node)) return walkAlias(walk, node, at);
  if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) {
    walk.anchors.set(node.anchor, node);
  }
  if (isNode(node) && node.tag !== undefined && !TAGS.has(node.tag)) {
    const tag = quoted(node.tag.replace('tag:yaml.org,2002:', '!!'));
    return refuseValue(walk, { ...at, range: rangeOf(node) }, diagnosticWords('YAML_TAG', { tag }));
  }
  if (isScalar(node)) return scalar(walk, node, at);
  if (!isMap(node) && !isSeq(node)) return setPlace(walk, at, { value: at.key ?? rangeOf(node) });
  const value = node.flow === true ? rangeOf(node) : (at.key ?? rangeOf(node));
  setPlace(walk, at, { value });
  walk.open.add(node);
  const result = isMap(node)
    ? mapping(walk, node, at.path)
    : node.items.map((item, index) => walkNode(walk, item, { path: [...at.path, index] }));
  walk.open.delete(node);
  return result;
}

function setPlace(walk: Walk, at: At, place: Place): null {
  walk.places.set(pointerOf(at.path), at.key === undefined ? place : { key: at.key, ...place });
  return null;
}

function walkAlias(walk: Walk, alias: Alias, at: At): unknown {
  const target = walk.anchors.get(alias.source);
  if (target === undefined) {
    const fault = `no anchor ${quoted(`&${alias.source}`)} before it`;
    return refuseValue(walk, { ...at, range: rangeOf(alias) }, aliasWords(alias, fault));
  }
  if (walk.open.has(target)) {
    const words = aliasWords(alias, 'it is inside the value it refers to');
    return refuseValue(walk, { ...at, range: rangeOf(alias) }, words);
  }
  return walkNode(walk, target, { ...at, key: at.key ?? rangeOf(alias) });
}

function aliasWords({ source }: Alias, fault: string): DiagnosticWords {
  return diagnosticWords('YAML_ALIAS', { alias: quoted(`*${source}`), fault });
}

/** A scalar: its value, its text as written, and the environment variables in it. */
function scalar(walk: Walk, node: Scalar, at: At): unknown {
  const range = rangeOf(node);
  if (node.value === null) return setPlace(walk, at, { value: at.key ?? range });
  if (typeof node.value !== 'string') {
    setPlace(walk, at, { value: range, written: textOf(node) });
    return node.value;
  }
  const { text, used, missing, malformed } = substitute(node.value, walk.env);
  setPlace(walk, at, { value: range, written: text });
  for (const name of new Set(missing)) {
    refuse(walk, range, diagnosticWords('ENV_NOT_SET', { name, literal: `$\${${name}}` }));
  }
  for (const word of malformed) {
    refuse(walk, range, diagnosticWords('ENV_NAME', { reference: quoted(word), literal: `$${word}` }));
  }
  if (used.length > 0) walk.secrets.add(pointerOf(at.path));
  for (const name of used) walk.substituted.set(name, walk.env[name] ?? '');
  return text;
}

function mapping(walk: Walk, node: YAMLMap, path: Path): Record<string, unknown> {
  const result = emptyRecord();
  const merged = emptyRecord();
  const seen = new Map<string, Range>();
  const pairs = node.items.flatMap((pair) => {
    const key = keyText(walk, pair.key);
    return key === undefined ? [] : [{ key, value: pair.value }];
  });
  const isMerge = ({ key }: (typeof pairs)[number]): boolean => key.text === '<<' && key.plain;
  for (const { key, value } of pairs.filter(isMerge)) {
    Object.assign(merged, mergeSource(walk, value, { path, key: key.range }));
  }
  for (const { key, value } of pairs.filter((pair) => !isMerge(pair))) {
    const first = seen.get(key.text);
    if (first !== undefined) {
      const { line } = positionAt(walk.source, first.start);
      refuse(walk, key.range, diagnosticWords('DUPLICATE_KEY', { key: quoted(key.text), line }));
      continue;
    }
    seen.set(key.text, key.range);
    result[key.text] = walkNode(walk, value, { path: [...path, key.text], key: key.range });
  }
  for (const [key, value] of Object.entries(merged)) if (!seen.has(key)) result[key] = value;
  return result;
}

/** A key as text: `04` and `true` remain as written. */
function keyText(walk: Walk, node: unknown): { text: string; range: Range; plain: boolean } | undefined {
  const range = rangeOf(node);
  const key = isAlias(node) ? walk.anchors.get(node.source) : node;
  if (!isScalar(key) || key.value === null) {
    return refuse(walk, range, diagnosticWords('YAML_KEY', { key: '' }));
  }
  const text = textOf(key);
  if (text === '__proto__')
    return refuse(walk, range, diagnosticWords('YAML_KEY', { key: ` ${quoted(text)}` }));
  return { text, range, plain: key.type === Scalar.PLAIN || key.type === undefined };
}

/** A scalar's text: of a number or truth value, as it is written. */
function textOf({ value, source }: Scalar): string {
  return typeof value === 'string' ? value : (source ?? JSON.stringify(value));
}

/** The keys that `<<: *base` or `<<: [*one, *two]` merges; of several the first that has a key wins (YAML merge key, draft 1.1). */
function mergeSource(walk: Walk, node: unknown, at: At & { key: Range }): Record<string, unknown> {
  const own = walk.places.get(pointerOf(at.path));
  const sources = isSeq(node) ? node.items : [node];
  const maps = sources.toReversed().map((source) => walkNode(walk, source, at));
  if (own !== undefined) walk.places.set(pointerOf(at.path), own);
  if (maps.every(isRecord)) return Object.assign(emptyRecord(), ...maps);
  refuse(walk, at.key, diagnosticWords('YAML_MERGE', {}));
  return {};
}
