import { revealingJson } from '../../redaction/secret.ts';
import { byName, contentMeaning } from '../../render/meaning.ts';
import { kindNamed } from '../../resources/registry.ts';
import { isPrivate, type InstanceContext } from './instance-context.ts';
import { sha256 } from '../../std/hash.ts';

/** Tells these digests from those of other forms, and those from each other (hosts/started-from.ts). */
const FORM = '2:';
const DIGITS = 16;

/**
 * A digest of what an instance's process is started from: the release or program, its words and environment, what its files and
 * the things it restarts for mean. It is the same whatever the files' comments, spacing and order are, and in whatever order
 * a role lists its parts.
 * @returns "2:" and 16 hexadecimal digits; it covers secrets, so it is for the service user alone where there are some
 */
export function digestOf(
  context: Pick<InstanceContext, 'identity' | 'blueprint'>,
  environment: Readonly<Record<string, string>>,
): string {
  const { identity, blueprint } = context;
  const { command, files, extras = [] } = blueprint;
  const text = revealingJson({
    identity,
    command,
    environment: byName(Object.entries(environment)),
    private: isPrivate(context),
    files: byName(
      files.map((file) => [file.path, contentMeaning(file.path, 'entries' in file ? file : file.content)]),
    ),
    extras: byName(
      extras
        .filter(({ restarts }) => restarts === true)
        .map(({ kind, name, desired }) => [`${kind}:${name}`, kindNamed(kind).meaning?.(desired) ?? desired]),
    ),
  });
  return FORM + sha256(text).slice(0, DIGITS);
}
