import { reveal, type Text } from '../redaction/secret.ts';
import { lines, sh } from '../shell/script.ts';
import { installFile } from './by-hand.ts';
import { sameEntries } from './same-entries.ts';
import { defineKind, type Change } from './resource.ts';
import { shownDiff } from './shown-diff.ts';

export interface FileRef {
  readonly path: string;
}

export interface File extends FileRef {
  /** text, ending in a line break; a secret is never shown */
  readonly content: Text;
  /** octal, "644" */
  readonly mode: string;
  /** "user:group", or empty: see Directory */
  readonly owner: string;
  /** properties: compared by key once a broker has rewritten the file itself (design: decisions) */
  readonly compare?: 'text' | 'properties' | undefined;
  /** keys of a property file whose values are not shown: secrets of this content, or of what an earlier run wrote */
  readonly hidden?: readonly string[] | undefined;
}

/** A file as it is on its host. */
export interface FoundFile {
  readonly exists: boolean;
  readonly mode: string;
  readonly owner: string;
  readonly content: string;
}

const ABSENT: FoundFile = { exists: false, mode: '', owner: '', content: '' };

/** A text file: written beside and renamed, with its owner and mode. */
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
  diff(desired, before): Change | undefined {
    const { path, mode, owner } = desired;
    const content = reveal(desired.content);
    const owned = owner === '' || owner === before.owner;
    const same =
      desired.compare === 'properties' ? sameEntries(content, before.content) : content === before.content;
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
      apply: sh`put ${path} ${mode} ${owner} ${desired.content}`,
    };
  },
  byHand: installFile,
  remove({ path }, found) {
    if (!found.exists) return undefined;
    return { action: 'delete', summary: `remove ${path}`, apply: sh`rm -f ${path}` };
  },
});
