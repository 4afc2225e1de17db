import { Secret, type Text } from '../redaction/secret.ts';

/** Where a property comes from: its path in the inventory, or the reason why rmqctl sets it. */
export type PropertyOrigin =
  | { readonly inventory: readonly (string | number)[] }
  | { readonly rmqctl: string };

/** The value of one key of a configuration file, and where it comes from. */
export interface Property<Value extends Text | number = Text> {
  readonly value: Value;
  readonly origin: PropertyOrigin;
}

/** Properties by their keys, in the order in which they are written. */
export type Properties<Value extends Text | number = Text> = Readonly<Record<string, Property<Value>>>;

/** The keys whose values are secrets. */
export function secretKeys(properties: Properties<Text | number>): string[] {
  return Object.entries(properties).flatMap(([key, { value }]) => (value instanceof Secret ? [key] : []));
}
