import { compareVersions } from '../../model/version.ts';
import {
  type CatalogueRow,
  type KeyChanges,
  PROPERTY_TYPES,
  type PropertyFile,
  type PropertyType,
  wordsOf,
} from './row.ts';
import { ROWS_4 } from './rows-4.ts';
import { ROWS_5 } from './rows-5.ts';

/** Every release whose keys are known, oldest first. */
export const CATALOGUE: readonly CatalogueRow[] = [...ROWS_4, ...ROWS_5];

/** What a release reads from a file. */
export interface Keys {
  /** the release that these keys are of: the one asked for, or the nearest older one that is known */
  readonly version: string;
  /** the keys that can be set */
  readonly types: ReadonlyMap<string, PropertyType>;
  /** keys that it has, and that no file can set */
  readonly unsettable: ReadonlySet<string>;
}

/** The releases in which a key can be set. */
export interface Life {
  readonly since: string;
  /** the last one; absent where the newest one still has it */
  readonly until?: string;
}

function typedKeys(changes: KeyChanges): [PropertyType, string][] {
  return PROPERTY_TYPES.flatMap((type) =>
    wordsOf(changes[type] ?? '').map((key): [PropertyType, string] => [type, key]),
  );
}

/**
 * The keys that a release reads from a file, by adding up the rows to it: some hundred words, a fraction of a millisecond.
 * @param version a release; one without a row has the keys of the nearest older one
 * @param rows oldest first; default the catalogue
 */
export function keysOf(file: PropertyFile, version: string, rows: readonly CatalogueRow[] = CATALOGUE): Keys {
  const types = new Map<string, PropertyType>();
  const unsettable = new Set<string>();
  const past = rows.filter((row) => compareVersions(row.version, version) <= 0);
  for (const changes of past.flatMap((row) => row[file] ?? [])) {
    for (const key of wordsOf(changes.gone ?? '')) {
      types.delete(key);
      unsettable.delete(key);
    }
    for (const key of wordsOf(changes.unsettable ?? '')) unsettable.add(key);
    for (const [type, key] of typedKeys(changes)) {
      types.set(key, type);
      unsettable.delete(key);
    }
  }
  return { version: past.at(-1)?.version ?? version, types, unsettable };
}

/**
 * When a key could be set: several times where it went and came back.
 * @returns empty for a key that no known release reads
 */
export function livesOf(file: PropertyFile, key: string): readonly Life[] {
  const lives: Life[] = [];
  let before = '';
  for (const row of CATALOGUE) {
    const changes = row[file] ?? {};
    const open = lives.at(-1)?.until === undefined ? lives.at(-1) : undefined;
    const isGone = wordsOf(changes.gone ?? '').includes(key);
    if (open !== undefined && isGone) lives.splice(-1, 1, { ...open, until: before });
    const comes = typedKeys(changes).some(([, name]) => name === key);
    if (open === undefined && comes) lives.push({ since: row.version });
    before = row.version;
  }
  return lives;
}
