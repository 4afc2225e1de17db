import { lines, sh } from '../shell/script.ts';
import { defineKind } from './resource.ts';

interface Replacement {
  /** absolute */
  readonly path: string;
  /** what must not stand in the file */
  readonly from: string;
  /** what stands in its place */
  readonly to: string;
  /** "user:group", or empty: see Directory */
  readonly owner: string;
  /** what it is for, in words; default: the two texts */
  readonly purpose?: string;
}

/**
 * A text in a file of the release with another in its place; whatever else is in the file stays as it came. A release that lacks
 * the file, or the text, is as it should be.
 */
export const replacement = defineKind<Pick<Replacement, 'path' | 'from'>, Replacement, boolean>({
  kind: 'replacement',
  ref: ({ path, from }) => ({ path, from }),
  probe: ({ path, from }) => sh`if grep -qF -e ${from} ${path} 2>/dev/null; then echo there; fi`,
  parse: (output) => output.includes('there'),
  meaning: ({ path, from, to }) => [path, from, to],
  // of a release that is about to be unpacked nobody knows yet what is in its file
  diff({ path, from, to, owner, purpose }, isThere, inputs) {
    if (!isThere && inputs.length === 0) return undefined;
    const fresh = `${path}.rmqctl-new`;
    return {
      action: 'update',
      summary: `${path}: ${purpose ?? `${to} in place of ${from}`}`,
      apply: sh`
        if grep -qF -e ${from} ${path} 2>/dev/null; then
          sed -e ${substitution(from, to)} ${path} >${fresh}
          ${lines([owner === '' ? sh`` : sh`chown ${owner} ${fresh}`])}
          chmod 644 ${fresh}
          mv -f ${fresh} ${path}
        fi`,
    };
  },
});

/** The command of sed(1) that replaces a text wherever it stands. */
function substitution(from: string, to: string): string {
  const pattern = from.replaceAll(/[.[\]\\*^$|]/g, String.raw`\$&`);
  return `s|${pattern}|${to.replaceAll(/[\\&|]/g, String.raw`\$&`)}|g`;
}
