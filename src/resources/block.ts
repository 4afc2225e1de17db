import { sh } from '../shell/script.ts';
import { defineKind } from './resource.ts';

interface BlockRef {
  readonly path: string;
  /** names the block: the cluster */
  readonly marker: string;
}

export interface Block extends BlockRef {
  readonly lines: readonly string[];
}

interface Found {
  /** the whole file */
  readonly text: string;
  /** the lines between the marks; undefined when there is no block */
  readonly lines: readonly string[] | undefined;
}

function fence(marker: string): { begin: string; end: string } {
  return { begin: `# BEGIN rmqctl ${marker}`, end: `# END rmqctl ${marker}` };
}

/** The file's text with the block in place of the old one, or at the end; without lines, without the block. */
function replace(text: string, ref: BlockRef, wanted: readonly string[]): string {
  const { begin, end } = fence(ref.marker);
  const block = wanted.length === 0 ? [] : [begin, ...wanted, end];
  const all = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const from = all.indexOf(begin);
  const to = all.indexOf(end, from);
  const result = from < 0 || to < 0 ? [...all, ...block] : [...all.slice(0, from), ...block, ...all.slice(to + 1)];
  return result.length === 0 ? '' : `${result.join('\n')}\n`;
}

/**
 * A marked block in a file that belongs to others, /etc/hosts above all. The host itself takes the old block out and puts
 * the new one in, so that lines which others write meanwhile are kept.
 */
export const block = defineKind<BlockRef, Block, Found>({
  kind: 'block',
  ref: ({ path, marker }) => ({ path, marker }),
  probe: ({ path }) => sh`[ ! -f ${path} ] || cat ${path}`,
  parse(text, { marker }) {
    const { begin, end } = fence(marker);
    const all = text.split('\n');
    const from = all.indexOf(begin);
    const to = all.indexOf(end, from);
    return { text, lines: from < 0 || to < 0 ? undefined : all.slice(from + 1, to) };
  },
  diff(desired, found) {
    const { path, lines } = desired;
    if (found.lines !== undefined && found.lines.join('\n') === lines.join('\n')) return undefined;
    const { begin, end } = fence(desired.marker);
    return {
      action: found.lines === undefined ? 'create' : 'update',
      summary: `${lines.length} lines in ${path}`,
      diff: { path, before: found.text, after: replace(found.text, desired, lines) },
      apply: sh`splice ${path} ${begin} ${end} ${[begin, ...lines, end].join('\n')}`,
    };
  },
  remove(ref, found) {
    if (found.lines === undefined) return undefined;
    const { begin, end } = fence(ref.marker);
    return {
      action: 'delete',
      summary: `take the block of ${ref.marker} out of ${ref.path}`,
      diff: { path: ref.path, before: found.text, after: replace(found.text, ref, []) },
      apply: sh`splice ${ref.path} ${begin} ${end} ''`,
    };
  },
});
