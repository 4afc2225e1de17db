import type { Properties } from '../model/property.ts';
import { Secret, secretIf, type Text } from '../redaction/secret.ts';
import { livesOf } from '../rocketmq/catalogue/catalogue.ts';
import type { PropertyFile } from '../rocketmq/catalogue/row.ts';
import { correctionOf } from '../rocketmq/configuration/corrections.ts';
import type { LoadedInventory } from './load.ts';
import { type Path, pointerOf, valueAt } from './path.ts';
import { authoredPath } from './yaml/recover.ts';
import type { Structure } from './yaml/structure.ts';
import { type Here, localPath } from './local-paths.ts';
import { messageOf } from '../errors.ts';

/** What came of a file that the inventory names for its content. */
type SecretFile = { readonly secret: Secret } | { readonly problem: string };

/** Longer than any password, key or token; nothing that is longer was meant. */
const MAX_LENGTH = 64 * 1024;

interface SecretFileReader extends Here {
  /** the value at a path of the inventory: how the file is named there */
  readonly written: (path: Path) => string | undefined;
  /**
   * The text of a file of this machine, by its absolute path; absent: none is read.
   * @throws Error whose message says why it could not be read
   */
  readonly read?: ((path: string) => string) | undefined;
}

interface SecretFiles {
  /** the content of the file that is named at a path of the inventory, without the line break that ends it */
  readonly at: (path: Path) => SecretFile;
  /** the content of each file that was read, by its name in the inventory */
  readonly contents: ReadonlyMap<string, string>;
}

/** The files that an inventory names for their content, each read when it is asked for, and once. */
function secretFiles({ written, read, ...here }: SecretFileReader): SecretFiles {
  const known = new Map<string, SecretFile>();
  const contents = new Map<string, string>();
  const at = (path: Path): SecretFile => {
    const name = written(path) ?? '';
    const found = known.get(name) ?? contentOf(localPath(name, here), read);
    known.set(name, found);
    if ('secret' in found) contents.set(name, found.secret.reveal());
    return found;
  };
  return { at, contents };
}

function contentOf(path: string, read: SecretFileReader['read']): SecretFile {
  if (read === undefined) return { problem: 'no file is read here' };
  try {
    const text = read(path).replace(/\r?\n$/, '');
    if (text === '') return { problem: 'it is empty' };
    if (text.length > MAX_LENGTH) return { problem: 'it is too large for a secret' };
    if (text.includes('\0')) return { problem: 'it is no text' };
    return { secret: new Secret(text) };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

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

/** How the values of an inventory are read. */
export interface Values {
  /** a scalar as it is written: `04` is "04" and not 4; quotes and escapes are undone, environment variables filled in */
  readonly written: (path: Path) => string | undefined;
  /** whether an environment variable stands in the value: it is never to be printed */
  readonly isSecret: (path: Path) => boolean;
  /** the content of the file that the value names */
  readonly secretFile: (path: Path) => SecretFile;
  /**
   * The properties of the mapping at a path, in their order.
   * @param file whose keys they are; absent: of a program of which rmqctl knows no keys
   */
  readonly properties: (path: Path, file?: PropertyFile) => WrittenProperty[];
}

/** The values of an inventory, and the texts of the files that were read for them, by their names in the inventory. */
export function valuesOf(
  loaded: LoadedInventory,
  { inventory, renames }: Structure,
  reader: Omit<SecretFileReader, 'written'>,
): Values & Pick<SecretFiles, 'contents'> {
  const pointerTo = (path: Path): string => pointerOf(authoredPath(path, renames));
  const written = (path: Path): string | undefined => loaded.places.get(pointerTo(path))?.written;
  const isSecret = (path: Path): boolean => loaded.secrets.has(pointerTo(path));
  const { at: secretFile, contents } = secretFiles({ ...reader, written });
  const properties: Values['properties'] = (at, file) =>
    Object.keys(valueAt(inventory, at) ?? {}).map((name) => {
      const path = [...at, name];
      const text = written(path);
      const key = file && keySetByFile(name, file, inventory?.version ?? '');
      if (key === undefined || text === undefined)
        return { key: name, value: text === undefined ? text : secretIf(isSecret(path), text), path };
      const found = secretFile(path);
      return 'secret' in found
        ? { key, value: found.secret, path }
        : { key, value: undefined, path, problem: found.problem };
    });
  return { written, isSecret, secretFile, properties, contents };
}

/** One layer of properties as it is to be rendered. */
export function layerOf(properties: readonly WrittenProperty[]): Properties {
  return Object.fromEntries(
    properties.map(({ key, value = '', path }) => [key, { value, origin: { inventory: path } }]),
  );
}

/** What a key ends in whose value is the name of a file, in which the value of the property stands. */
const SUFFIX = 'File';

/**
 * The property that a key sets by the content of a file: `innerClientAuthenticationCredentialsFile` sets
 * `innerClientAuthenticationCredentials`.
 * @returns undefined for a key that RocketMQ itself has (`tlsConfigFile`), or that another version has, and where there is
 *   no property of the name that is left
 */
function keySetByFile(key: string, file: PropertyFile, version: string): string | undefined {
  const rest = key.slice(0, -SUFFIX.length);
  const isReal = (name: string): boolean =>
    livesOf(file, name).length > 0 || correctionOf(name, version) !== undefined;
  return key.endsWith(SUFFIX) && !isReal(key) && isReal(rest) ? rest : undefined;
}
