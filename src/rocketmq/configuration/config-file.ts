import { RmqctlError } from '../../errors.ts';
import { type Properties, secretKeys } from '../../model/property.ts';
import { reveal, secretIf, type Text } from '../../redaction/secret.ts';
import { hex4 } from '../../std/hex.ts';
import { correctionOf } from './corrections.ts';
import { withProperty } from './properties-text.ts';

/**
 * A configuration file as a value: what an instance reads when it starts, key by key. Roles make it, resources compare it
 * with what is on the host, and its text is written when it is sent there.
 */
export interface ConfigFile {
  /** absolute, on the instance's host */
  readonly path: string;
  readonly format: 'properties' | 'json';
  /** lines of the comment at its top; JSON has none */
  readonly heading: readonly string[];
  readonly entries: Properties<Text | number>;
  /** the text of a program's own property file, in which the entries replace what it says of their keys */
  readonly base?: string;
  /**
   * True if the process itself rewrites the file when it is changed at run time (updateBrokerConfig), with every key it knows
   * and without comments: such a file is compared by key (on-host.ts).
   */
  readonly rewritten?: true;
}

/**
 * Layers of properties as one: a nearer layer wins over a farther one, in whatever spelling each has the key. Keys that
 * the release does not read are left out or renamed (corrections.ts); a key that a layer has in its right spelling too keeps that value.
 * @param layers the farthest first
 * @param version a release: "4.9.4"
 */
export function mergeLayers(layers: readonly Properties[], version: string): Properties {
  return Object.assign({}, ...layers.map((layer) => corrected(layer, version)));
}

function corrected(layer: Properties, version: string): Properties {
  const entries = Object.entries(layer).flatMap(([key, property]) => {
    const correction = correctionOf(key, version);
    if (correction === undefined) return [[key, property] as const];
    const { renamedTo } = correction;
    return renamedTo === undefined || Object.hasOwn(layer, renamedTo) ? [] : [[renamedTo, property] as const];
  });
  return Object.fromEntries(entries);
}

/** True if a value is a configuration file, and not the text of another file. */
export function isConfigFile(content: Text | ConfigFile): content is ConfigFile {
  return typeof content === 'object' && 'entries' in content;
}

/** True if one of the values is a secret. */
export function hasSecret({ entries }: ConfigFile): boolean {
  return secretKeys(entries).length > 0;
}

/** The values by key, secrets as they are: to be compared, never to be shown. */
export function valuesIn({ entries }: ConfigFile): ReadonlyMap<string, string> {
  return new Map(Object.entries(entries).map(([key, { value }]) => [key, plainValue(value)]));
}

/** The value of a key; undefined if the file does not have it. */
export function valueIn({ entries }: ConfigFile, key: string): string | undefined {
  const property = entries[key];
  return property && plainValue(property.value);
}

function plainValue(value: Text | number): string {
  return typeof value === 'number' ? String(value) : reveal(value);
}

/**
 * The text of a file: a secret if one of its values is.
 * @throws RmqctlError PROPERTY_UNWRITABLE for line breaks, control or non-ASCII characters, and blanks at a value's end
 */
export function contentText(content: Text | ConfigFile): Text {
  return isConfigFile(content) ? secretIf(hasSecret(content), textOf(content)) : content;
}

function textOf(file: ConfigFile): string {
  const { format, base, entries } = file;
  if (format === 'json') {
    const values = Object.entries(entries).map(([key, { value }]) => [
      key,
      typeof value === 'number' ? value : reveal(value),
    ]);
    return `${JSON.stringify(Object.fromEntries(values), undefined, 2)}\n`;
  }
  const values = [...valuesIn(file)];
  if (base === undefined)
    return [...headingLines(file), ...values.map(([key, value]) => propertyLine(key, value))]
      .map((line) => `${line}\n`)
      .join('');
  return values.reduce((text, [key, value]) => withProperty(text, key, propertyLine(key, value)), base);
}

/** How a comment of rmqctl begins. Java and RocketMQ write none of this form: a date follows their `#` at once. */
export const COMMENT = '# ';

/** The lines of the comment at the top of a property file. */
export function headingLines({ heading }: ConfigFile): string[] {
  return heading.map((line) => `${COMMENT}${plain(line, 'comment')}`.trimEnd());
}

/**
 * A line of a property file, as every reader of Java properties agrees on it: ASCII, no blank at its end. RocketMQ does not
 * trim values: `brokerRole=SLAVE ` makes a second master (issue 7659).
 * @throws RmqctlError PROPERTY_UNWRITABLE
 */
export function propertyLine(key: string, value: string): string {
  const escapedKey = plain(key, key).replaceAll(/[\\=: #!]/g, String.raw`\$&`);
  const escapedValue = plain(value, key)
    .replaceAll('\\', String.raw`\\`)
    .replace(/^ /, String.raw`\ `);
  return `${escapedKey}=${escapedValue}`;
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
