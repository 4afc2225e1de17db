import type { Properties } from '../../src/model/property.ts';
import type { Text } from '../../src/redaction/secret.ts';
import { type ConfigFile, contentText } from '../../src/rocketmq/configuration/config-file.ts';

/** Properties whose origin does not matter. */
export function propertiesOf(values: Readonly<Record<string, Text>>): Properties {
  const entries = Object.entries(values).map(
    ([key, value]) => [key, { value, origin: { rmqctl: 'a test' } }] as const,
  );
  return Object.fromEntries(entries);
}

/** The values of properties by key. */
export function withoutOrigins<Value extends Text | number>(
  properties: Readonly<Record<string, { readonly value: Value }>>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(properties).map(([key, { value }]) => [key, value]));
}

/** A property file with these values. */
export function propertyFile(
  values: Readonly<Record<string, Text>>,
  rest: Partial<ConfigFile> = {},
): ConfigFile {
  return {
    path: '/conf/a.properties',
    format: 'properties',
    heading: [],
    entries: propertiesOf(values),
    ...rest,
  };
}

/** The text of a property file. */
export function propertiesText(
  entries: readonly (readonly [string, Text])[],
  heading: readonly string[] = [],
): Text {
  return contentText(propertyFile(Object.fromEntries(entries), { heading }));
}
