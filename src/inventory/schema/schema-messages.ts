import type { SchemaError } from './ajv.ts';
import { error, type RuleFinding } from '../diagnostic.ts';
import type { JsonSchema } from './json-schema.ts';
import { isRecord } from '../../std/record.ts';
import { nearest } from '../hints/nearest.ts';
import { pathOf, showPath, type Path } from '../path.ts';
import { inSeries, eitherOf, quoted } from './quoted.ts';
import { sizeHint } from '../hints/size-hint.ts';

/** A violation of the schema, in the words of the inventory. */
export function findingOf(violation: SchemaError): RuleFinding {
  const path = pathOf(violation.instancePath);
  const name = path.length === 0 ? 'the inventory' : quoted(showPath(path));
  const { data } = violation;
  const { params } = violation;
  switch (violation.keyword) {
    case 'additionalProperties':
      return unknownKey(
        path,
        params['additionalProperty'],
        Object.keys(propertiesOf(violation.parentSchema)),
      );
    case 'required':
      return missingKey(path, params['missingProperty'], violation.parentSchema);
    case 'minItems':
    case 'minProperties':
      return error('EMPTY_VALUE', path, `${name} is empty: it must be ${expected(violation)}`);
    case 'minLength':
      return error('EMPTY_VALUE', path, `${name} is empty: it must be ${expected(violation)}`);
    case 'enum':
    case 'const':
      return badChoice(path, violation);
    case 'minimum':
    case 'maximum':
      return error('OUT_OF_RANGE', path, `${name} is ${quoted(data)}; a port is a number from 1 to 65535`);
    case 'pattern':
      return error(
        'BAD_VALUE',
        path,
        `${name} must be ${expected(violation)}, not ${quoted(data)}`,
        sizeHint(data, violation.parentSchema),
      );
    default:
      return wrongType(path, violation);
  }
}

function expected({ parentSchema }: SchemaError): string {
  return titleOf(parentSchema);
}

function titleOf(schema: unknown): string {
  return isRecord(schema) && typeof schema['title'] === 'string' ? schema['title'] : 'a value';
}

function propertiesOf(schema: JsonSchema | undefined): JsonSchema {
  const properties = schema?.['properties'];
  return isRecord(properties) ? properties : {};
}

function unknownKey(path: Path, key: string, known: readonly string[]): RuleFinding {
  const where = path.length === 0 ? 'an inventory' : quoted(showPath(path));
  const meant = nearest(key, known) ?? synonym(key, known);
  const hint = meant === undefined ? hintOfKey(key, known) : `did you mean ${quoted(meant)}?`;
  const finding = error('UNKNOWN_KEY', [...path, key], `${quoted(key)} is not a key of ${where}`, hint);
  return { ...finding, part: 'key', ...(meant === undefined ? {} : { meant }) };
}

/** `{name:value}` is a key and no value, since the blank is missing. */
function hintOfKey(key: string, known: readonly string[]): string {
  const [, name = '', value = ''] = /^(\w+):(.+)$/.exec(key) ?? [];
  return known.includes(name)
    ? `put a blank behind the colon: ${quoted(`${name}: ${value}`)}`
    : `its keys are ${inSeries(known)}`;
}

/** Words of other tools for keys of an inventory. */
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
  const title = titleOf(propertiesOf(schema)[key]);
  const where = path.length === 0 ? 'the inventory' : quoted(showPath(path));
  const finding = error(
    'MISSING_KEY',
    path,
    `${where} has no ${quoted(key)}`,
    `add \`${key}:\` with ${title}`,
  );
  return { ...finding, part: 'key', meant: key };
}

function badChoice(path: Path, violation: SchemaError): RuleFinding {
  const { data } = violation;
  const { enum: several, const: one } = violation.parentSchema ?? {};
  const choices = Array.isArray(several) ? several.map(String) : [String(one)];
  if (typeof data !== 'string') return wrongType(path, violation);
  const message = `${quoted(showPath(path))} must be ${eitherOf(choices)}, not ${quoted(data)}`;
  const meant = nearest(data, choices) ?? choiceWithin(data, choices);
  if (meant === undefined) return error('BAD_VALUE', path, message);
  return { ...error('BAD_VALUE', path, message, `did you mean ${quoted(meant)}?`), meant };
}

/** The longest choice that a word has in it: `2m-2s-async` has async, and sync as well. */
function choiceWithin(word: string, choices: readonly string[]): string | undefined {
  const found = choices.filter((choice) => word.toLowerCase().includes(choice));
  return found.sort((a, b) => b.length - a.length)[0];
}

function wrongType(path: Path, violation: SchemaError): RuleFinding {
  const { data } = violation;
  const name = path.length === 0 ? 'the inventory' : quoted(showPath(path));
  if (data === null) {
    const hint = 'give it one, or delete the key';
    return error('EMPTY_VALUE', path, `${name} has no value: it must be ${expected(violation)}`, hint);
  }
  const message = `${name} must be ${expected(violation)}, not ${typeInWords(data)}`;
  const listed = asList(violation);
  const finding = error(
    'WRONG_TYPE',
    path,
    message,
    typeHint(violation) ?? listHint(listed) ?? mappingHint(violation),
  );
  const meant = convertible(violation) ?? listed;
  return meant === undefined ? finding : { ...finding, meant };
}

/** The item as a list of one, where a list of such items is expected. */
function asList({ data, parentSchema = {} }: Typed): readonly unknown[] | undefined {
  if (typeof data !== 'string') return undefined;
  const { anyOf } = parentSchema;
  const branches = Array.isArray(anyOf) ? anyOf.filter(isRecord) : [parentSchema];
  return branches.some(({ type }) => type === 'array') ? data.split(/\s*,\s*/) : undefined;
}

function listHint(list: readonly unknown[] | undefined): string | undefined {
  return list === undefined ? undefined : `write ${quoted(`[${list.join(', ')}]`)}`;
}

/** `- name: value` where a mapping with names of one's own is expected. */
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

/** The same word as the type that is expected; undefined where it cannot be. */
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

/** YAML reads 5 as a number and true as a truth value; only true and false are truth values since YAML 1.2. */
function typeHint({ data, parentSchema }: Typed): string | undefined {
  const { type, anyOf } = parentSchema ?? {};
  const size = sizeHint(data, parentSchema);
  if (size !== undefined) return size;
  const isName =
    Array.isArray(anyOf) &&
    anyOf.some(isPlainText) &&
    !anyOf.some((each) => isRecord(each) && each['const'] === false);
  if ((isName || isPlainText(parentSchema)) && (Number.isInteger(data) || typeof data === 'boolean'))
    return 'put it in quotes if it is what you mean';
  if ((type === 'integer' || type === 'boolean') && convertible({ data, parentSchema }) !== undefined) {
    return 'write it without quotes';
  }
  if (type === 'boolean' && /^(yes|on|y)$/i.test(String(data))) return 'write true';
  if (type === 'boolean' && /^(no|off|n)$/i.test(String(data))) return 'write false';
  return undefined;
}
