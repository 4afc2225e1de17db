/**
 * The layout of the catalogue: one row a release, oldest first, that says what changed since the row before it.
 *
 * A release that changed nothing is a row of its number alone; a new release is one more row (scripts/catalogue-row.ts
 * prints it from the release's jars). A key stands under its type; under another type in a later row, it has changed.
 */

/** The files of key=value lines that RocketMQ is started with (`-c`). */
export type PropertyFile = 'broker' | 'namesrv';

/**
 * What the loader makes of a value, by the parameter of the key's setter (MixAll.properties2Object). The last five are
 * enumerations; value.ts lists their words.
 */
export const PROPERTY_TYPES = [
  'String',
  'int',
  'long',
  'double',
  'boolean',
  'BrokerRole',
  'FlushDiskType',
  'MessageRequestMode',
  'MetricsExporterType',
  'TieredStorageLevel',
] as const;

export type PropertyType = (typeof PROPERTY_TYPES)[number];

/** Keys with blanks or line breaks between them. */
type Words = string;

/** What a release changed in the keys of a file. */
export type KeyChanges = { readonly [type in PropertyType]?: Words } & {
  /** fields that have no setter: they look like keys, and no file can set them */
  readonly unsettable?: Words;
  /** keys that the release before had */
  readonly gone?: Words;
};

/** One release. */
export type CatalogueRow = { readonly version: string } & { readonly [file in PropertyFile]?: KeyChanges };

/** The keys of a list. */
export function wordsOf(words: Words): readonly string[] {
  return words.match(/\S+/g) ?? [];
}
