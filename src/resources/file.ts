import type { Action, FileDiff } from '../model/events.ts';
import { contentMeaning, meaningOf } from '../render/meaning.ts';
import { REDACTED, reveal, Secret, type Text } from '../redaction/secret.ts';
import {
  type ConfigFile,
  contentText,
  hasSecret,
  isConfigFile,
} from '../rocketmq/configuration/config-file.ts';
import { comparable, keepsEntries } from '../rocketmq/configuration/on-host.ts';
import { lines, sh } from '../shell/script.ts';
import { installFile } from './file/by-hand.ts';
import { type Change, defineKind, isPresent } from './resource.ts';
import { maskProperties, readableProperties } from '../rocketmq/configuration/properties-text.ts';

export interface File {
  readonly path: string;
  /** text, ending in a line break, or the value that its text is written from; a secret is never shown */
  readonly content: Text | ConfigFile;
  /** octal, "644" */
  readonly mode: string;
  /** "user:group", or empty: see Directory */
  readonly owner: string;
  /**
   * a line as an earlier rmqctl wrote it, which stays until one of the file's inputs changes: a regular expression for the whole
   * line, and the line in its present form, which means the same
   */
  readonly earlier?: { readonly pattern: string; readonly now: string } | undefined;
  /** keys of a configuration file whose values are not shown: secrets of this content, or of what an earlier run wrote */
  readonly hidden?: readonly string[] | undefined;
}

export type FileRef = Pick<File, 'path'>;

/** A file as it is on its host. */
export interface FoundFile {
  readonly exists: boolean;
  readonly mode: string;
  readonly owner: string;
  readonly content: string;
}

const ABSENT: FoundFile = { exists: false, mode: '', owner: '', content: '' };

/** A text file: written beside and renamed, with its owner and mode. One that means what is wanted stays as it is. */
export const file = defineKind<FileRef, File, FoundFile>({
  kind: 'file',
  ref: ({ path }) => ({ path }),
  probe: ({ path }) => sh`[ ! -f ${path} ] || { stat -L -c '%a %U:%G' ${path} && cat ${path}; }`,
  parse(output) {
    const end = output.indexOf('\n');
    if (end < 0) return ABSENT;
    const [mode = '', owner = ''] = output.slice(0, end).split(' ');
    return { exists: true, mode, owner, content: output.slice(end + 1) };
  },
  diff(desired, before, inputs): Change | undefined {
    const { path, mode, owner } = desired;
    const owned = owner === '' || owner === before.owner;
    const same = isAsWanted(desired, before.content, inputs);
    if (before.exists && same && before.mode === mode && owned) return undefined;
    if (before.exists && same) {
      return {
        action: 'update',
        summary: `${path}: mode ${before.mode} ${before.owner} -> ${mode} ${owner}`.trimEnd(),
        inert: true,
        apply: lines([owner === '' ? sh`` : sh`chown ${owner} ${path}`, sh`chmod ${mode} ${path}`]),
      };
    }
    return {
      action: before.exists ? 'update' : 'create',
      summary: `write ${path}`,
      diff: shownDiff(desired, before.content),
      apply: sh`put ${path} ${mode} ${owner} ${contentText(desired.content)}`,
    };
  },
  meaning: ({ path, content }) => [path, contentMeaning(path, content)],
  byHand: ({ content, ...desired }) => installFile({ ...desired, content: contentText(content) }),
  remove({ path }, found) {
    if (!found.exists) return undefined;
    return { action: 'delete', summary: `remove ${path}`, apply: sh`rm -f ${path}` };
  },
});

export const isFile = isPresent<File>(file);

function isAsWanted({ path, content, earlier }: File, before: string, inputs: readonly Action[]): boolean {
  const found =
    earlier === undefined || inputs.length > 0
      ? before
      : before.replace(new RegExp(`^(?:${earlier.pattern})$`, 'm'), () => earlier.now);
  return (
    reveal(contentText(content)) === found ||
    contentMeaning(path, content) === meaningOf(path, found) ||
    (isConfigFile(content) && keepsEntries(content, found))
  );
}

/**
 * What a person sees of a change to a file. Of a property file with secrets that its process may rewrite everything but
 * their values, those that are on the host included; of any other file with secrets nothing.
 */
export function shownDiff(
  { path, content, hidden = [] }: Pick<File, 'path' | 'content' | 'hidden'>,
  found: string,
): FileDiff | undefined {
  const text = contentText(content);
  const after = reveal(text);
  if (!isConfigFile(content) || content.rewritten !== true)
    return text instanceof Secret ? undefined : { path, before: found, after };
  const before = comparable(content, found);
  if (hidden.length === 0 && !hasSecret(content)) return { path, before, after };
  const old = readableProperties(before);
  if (hidden.length === 0 || old === undefined) return undefined;
  const keys = new Set(hidden);
  const mask = (key: string): string | undefined => (keys.has(key) ? REDACTED : undefined);
  // a secret that changes shows as such
  const maskNew = (key: string, value: string): string | undefined =>
    keys.has(key) && old.has(key) && old.get(key) !== value ? `${REDACTED} (changed)` : mask(key);
  return { path, before: maskProperties(before, mask), after: maskProperties(after, maskNew) };
}
