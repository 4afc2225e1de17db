import { Secret } from '../redaction/secret.ts';
import { localPath, type Here } from './local-paths.ts';
import { type Path, pointerOf } from './path.ts';
import { messageOf } from '../errors.ts';

/** What came of a file that the inventory names for its content. */
export type SecretFile = { readonly secret: Secret } | { readonly problem: string };

/** Longer than any password, key or token; nothing that is longer was meant. */
const MAX_LENGTH = 64 * 1024;

export interface SecretFileReader extends Here {
  /** the value at a path of the inventory: how the file is named there */
  readonly written: (path: Path) => string | undefined;
  /**
   * The text of a file of this machine, by its absolute path; absent: none is read.
   * @throws Error whose message says why it could not be read
   */
  readonly read?: ((path: string) => string) | undefined;
}

export interface SecretFiles {
  /** the content of the file that is named at a path of the inventory, without the line break that ends it */
  readonly at: (path: Path) => SecretFile;
  /** by how it is named, what each file held that has been asked for */
  readonly contents: ReadonlyMap<string, string>;
}

/** The files that an inventory names for their content, each read when it is asked for, and once. */
export function secretFiles({ written, read, ...here }: SecretFileReader): SecretFiles {
  const known = new Map<string, SecretFile>();
  const contents = new Map<string, string>();
  const load = (path: Path): SecretFile => {
    const name = written(path) ?? '';
    const found = contentOf(localPath(name, here), read);
    if ('secret' in found) contents.set(name, found.secret.reveal());
    return found;
  };
  const at = (path: Path): SecretFile => {
    const pointer = pointerOf(path);
    const found = known.get(pointer) ?? load(path);
    known.set(pointer, found);
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
