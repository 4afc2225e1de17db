import type { SchemaError } from './ajv.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
import type { JsonSchema } from './json-schema.ts';
import { either } from '../../std/either.ts';
import { isRecord } from '../../std/record.ts';
import { nearest } from '../hints/nearest.ts';
import { type Path, pathOf, showPath } from '../path.ts';
import { inSeries, quoted } from './quoted.ts';
import { bytesOf, showSize } from '../../std/size.ts';
import { SIZE } from './schema-parts.ts';

/** A violation of the schema, in the words of the inventory. */
export function findingOf(violation: SchemaError): RuleFinding {
  const { data, params, parentSchema } = violation;
  const path = pathOf(violation.instancePath);
  const name = nameOf(path);
  const title = titleOf(parentSchema);
  switch (violation.keyword) {
    case 'additionalProperties':
      return unknownKey(path, params['additionalProperty'], Object.keys(propertiesOf(parentSchema)));
    case 'required':
      return missingKey(path, params['missingProperty'], parentSchema);
    case 'minItems':
    case 'minProperties':
    case 'minLength':
      return findingAt('EMPTY_VALUE', path, { name, title });
    case 'enum':
    case 'const':
      return badChoice(path, violation);
    case 'minimum':
    case 'maximum':
      return findingAt('OUT_OF_RANGE', path, { port: quoted(data), name });
    case 'pattern':
      return findingAt(
        'BAD_VALUE',
        path,
        { name, title, found: quoted(data) },
        { hint: sizeHint(data, parentSchema) },
      );
    default:
      return wrongType(path, violation);
  }
}

function nameOf(path: Path): string {
  return path.length === 0 ? showPath(path) : quoted(showPath(path));
}

function titleOf(schema: unknown): string {
  return isRecord(schema) && typeof schema['title'] === 'string' ? schema['title'] : 'a value';
}

function propertiesOf(schema: JsonSchema | undefined): JsonSchema {
  const properties = schema?.['properties'];
  return isRecord(properties) ? properties : {};
}

function meaning(finding: RuleFinding, meant: RuleFinding['meant']): RuleFinding {
  return meant === undefined ? finding : { ...finding, meant };
}

function unknownKey(path: Path, key: string, known: readonly string[]): RuleFinding {
  const where = path.length === 0 ? 'the inventory' : quoted(showPath(path));
  const meant = nearest(key, known) ?? synonym(key, known);
  const hint = meant === undefined ? hintOfKey(key, known) : `did you mean ${quoted(meant)}?`;
  const values = { key: quoted(key), where };
  return meaning(findingAt('UNKNOWN_KEY', [...path, key], values, { hint, part: 'key' }), meant);
}

/** `{name:value}` is a key without a value, since the space is missing. */
function hintOfKey(key: string, known: readonly string[]): string {
  const [, name = '', value = ''] = /^(\w+):(.+)$/.exec(key) ?? [];
  return known.includes(name)
    ? `put a space after the colon: ${quoted(`${name}: ${value}`)}`
    : `the keys are ${inSeries(known)}`;
}

/** Keys of an inventory by the words of other tools. */
const SYNONYMS: Readonly<Record<string, string>> = {
  nameservers: 'namesrv',
  nameServers: 'namesrv',
  namesrvs: 'namesrv',
  ip: 'address',
  hostname: 'address',
  key: 'identity',
  keyFile: 'identity',
  identityFile: 'identity',
  privateKey: 'identity',
  sudo: 'become',
  bastion: 'jump',
  proxyJump: 'jump',
  proxies: 'proxy',
  replicas: 'slaves',
  name: 'cluster',
  jvmOptions: 'jvm',
  javaOpts: 'jvm',
  nodes: 'hosts',
  servers: 'hosts',
};

function synonym(key: string, known: readonly string[]): string | undefined {
  const word = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined;
  return word !== undefined && known.includes(word) ? word : undefined;
}

function missingKey(path: Path, key: string, schema: JsonSchema | undefined): RuleFinding {
  const values = { where: nameOf(path), key: quoted(key), title: titleOf(propertiesOf(schema)[key]) };
  return findingAt('MISSING_KEY', path, values, { part: 'key', meant: key });
}

function badChoice(path: Path, violation: SchemaError): RuleFinding {
  const { data, parentSchema } = violation;
  if (typeof data !== 'string') return wrongType(path, violation);
  const { enum: several, const: one } = parentSchema ?? {};
  const choices = Array.isArray(several) ? several.map(String) : [String(one)];
  const meant = nearest(data, choices) ?? choiceWithin(data, choices);
  const hint = meant === undefined ? undefined : `did you mean ${quoted(meant)}?`;
  const values = { name: quoted(showPath(path)), title: either(choices), found: quoted(data) };
  return meaning(findingAt('BAD_VALUE', path, values, { hint }), meant);
}

/** The longest choice that is part of a word: of `2m-2s-async` it is async, not sync. */
function choiceWithin(word: string, choices: readonly string[]): string | undefined {
  const found = choices.filter((choice) => word.toLowerCase().includes(choice));
  return found.sort((a, b) => b.length - a.length)[0];
}

function wrongType(path: Path, violation: SchemaError): RuleFinding {
  const { data, parentSchema } = violation;
  const values = { name: nameOf(path), title: titleOf(parentSchema) };
  if (data === null) return findingAt('EMPTY_VALUE', path, values);
  const listed = asList(violation);
  const listHint = listed && `write ${quoted(`[${listed.join(', ')}]`)}`;
  const hint = typeHint(violation) ?? listHint ?? mappingHint(violation);
  const found = typeInWords(data);
  return meaning(
    findingAt('WRONG_TYPE', path, { ...values, found }, { hint }),
    convertible(violation) ?? listed,
  );
}

/** The text as a list of its items, if a list is expected. */
function asList({ data, parentSchema = {} }: Typed): readonly unknown[] | undefined {
  if (typeof data !== 'string') return undefined;
  const { anyOf } = parentSchema;
  const branches = Array.isArray(anyOf) ? anyOf.filter(isRecord) : [parentSchema];
  return branches.some(({ type }) => type === 'array') ? data.split(/\s*,\s*/) : undefined;
}

/** A hint for `- name: value`, if a mapping with free names is expected. */
function mappingHint({ data, parentSchema }: Typed): string | undefined {
  const isOfNames = parentSchema?.['type'] === 'object' && isRecord(parentSchema['additionalProperties']);
  return Array.isArray(data) && isOfNames ? 'write a line `name: ...` for each, without `-`' : undefined;
}

function typeInWords(data: unknown): string {
  if (Array.isArray(data)) return 'a list';
  if (typeof data === 'object') return 'a mapping';
  if (typeof data === 'string') return `the text ${quoted(data)}`;
  return typeof data === 'number' ? `the number ${quoted(data)}` : quoted(data);
}

interface Typed {
  readonly data?: unknown;
  readonly parentSchema?: JsonSchema | undefined;
}

/** The value in the type that is expected; undefined if it cannot be. */
function convertible({ data, parentSchema }: Typed): string | number | boolean | undefined {
  const { type, pattern } = parentSchema ?? {};
  if (type === 'string' && pattern === undefined && typeof data === 'number') return String(data);
  if (typeof data !== 'string') return undefined;
  if (type === 'integer' && /^\d{1,9}$/.test(data)) return Number(data);
  return type === 'boolean' && /^(true|false)$/.test(data) ? data === 'true' : undefined;
}

function isPlainText(schema: unknown): boolean {
  if (!isRecord(schema) || schema['type'] !== 'string') return false;
  return (
    schema['pattern'] === undefined && schema['enum'] === undefined && !titleOf(schema).includes('such as')
  );
}

/** YAML reads 5 as a number; since YAML 1.2 only true and false are truth values. */
function typeHint({ data, parentSchema }: Typed): string | undefined {
  const { type, anyOf } = parentSchema ?? {};
  const size = sizeHint(data, parentSchema);
  if (size !== undefined) return size;
  const branches = Array.isArray(anyOf) ? anyOf.filter(isRecord) : [];
  const isName = branches.some(isPlainText) && branches.every((each) => each['const'] !== false);
  if ((isName || isPlainText(parentSchema)) && (Number.isInteger(data) || typeof data === 'boolean'))
    return 'quote it if you mean this text';
  if ((type === 'integer' || type === 'boolean') && convertible({ data, parentSchema }) !== undefined) {
    return 'write it without quotes';
  }
  if (type === 'boolean' && /^(yes|on|y)$/i.test(String(data))) return 'write true';
  if (type === 'boolean' && /^(no|off|n)$/i.test(String(data))) return 'write false';
  return undefined;
}

/** Sizes as other tools write them: 8GiB, 8Gi, 1.5g, 8 g, 08g, 8_000m. */
const FOREIGN = /^(?<count>\d[\d_]*(?:\.\d+)?)\s*(?<unit>[kmgt])i?b?$/i;

/** The size that a text means which is not written as one; undefined where it means none, such as half a kilobyte. */
export function sizeMeant(text: string): string | undefined {
  const { count = '', unit = '' } = FOREIGN.exec(text.trim())?.groups ?? {};
  if (unit === '') return undefined;
  const bytes = Number(count.replaceAll('_', '')) * bytesOf(`1${unit}`);
  return Number.isSafeInteger(bytes) && bytes > 0 && bytes % 1024 === 0 ? showSize(bytes) : undefined;
}

/** What to write where a size is expected and something else stands. @returns undefined where no size is expected */
export function sizeHint(data: unknown, schema: JsonSchema | undefined): string | undefined {
  if (!takesSize(schema)) return undefined;
  if (typeof data === 'number') return 'add the unit: k, m, g or t';
  const meant = typeof data === 'string' ? sizeMeant(data) : undefined;
  return meant === undefined ? undefined : `write ${quoted(meant)}`;
}

function takesSize(schema: unknown): boolean {
  if (!isRecord(schema)) return false;
  if (schema['pattern'] === SIZE.pattern) return true;
  return Array.isArray(schema['anyOf']) && schema['anyOf'].some(takesSize);
}
