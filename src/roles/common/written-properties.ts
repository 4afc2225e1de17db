import { type Path, valueAt } from '../../inventory/path.ts';
import type { Inventory } from '../../inventory/schema/schema.ts';
import { livesOf } from '../../rocketmq/catalogue/catalogue.ts';
import type { PropertyFile } from '../../rocketmq/catalogue/row.ts';
import { secretIf, type Text } from '../../redaction/secret.ts';
import { correctionOf } from '../../rocketmq/configuration/corrections.ts';
import type { Values } from '../../inventory/instance-draft.ts';

/** A property of the inventory with its place. */
export interface WrittenProperty {
  /** the key that RocketMQ is to read */
  readonly key: string;
  /** as written; a secret where it came from outside the inventory; undefined where it is no scalar */
  readonly value: Text | undefined;
  readonly path: Path;
  /** why the file that holds the value could not be read */
  readonly problem?: string | undefined;
}

/** What a key ends in whose value is the name of a file, in which the value of the property stands. */
const SUFFIX = 'File';

/**
 * The property that a key sets by the content of a file: `innerClientAuthenticationCredentialsFile` sets
 * `innerClientAuthenticationCredentials`.
 * @returns undefined for a key that RocketMQ itself has (`tlsConfigFile`), or that another version has, and where there is
 *   no property of the name that is left
 */
export function keySetByFile(key: string, file: PropertyFile, version: string): string | undefined {
  const rest = key.slice(0, -SUFFIX.length);
  const isReal = (name: string): boolean =>
    livesOf(file, name).length > 0 || correctionOf(name, version) !== undefined;
  return key.endsWith(SUFFIX) && !isReal(key) && isReal(rest) ? rest : undefined;
}

/** The properties that stand at a place of the inventory, in their order, values as they are written. */
export function propertiesAt(
  inventory: Inventory,
  place: Path,
  {
    file,
    version,
    values,
  }: { readonly file: PropertyFile; readonly version: string; readonly values: Values },
): WrittenProperty[] {
  return Object.keys(valueAt(inventory, place) ?? {}).map((name) => {
    const path = [...place, name];
    const key = keySetByFile(name, file, version);
    const text = values.written(path);
    if (key === undefined || text === undefined)
      return { key: name, value: text === undefined ? text : secretIf(values.isSecret(path), text), path };
    const found = values.secretFile(path);
    return 'secret' in found
      ? { key, value: found.secret, path }
      : { key, value: undefined, path, problem: found.problem };
  });
}

/** As they are to be rendered. */
export function entriesOf(properties: readonly WrittenProperty[]): Record<string, Text> {
  return Object.fromEntries(properties.map(({ key, value = '' }) => [key, value]));
}
