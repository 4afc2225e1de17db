import { sh } from '../shell/script.ts';
import { defineKind, type ByHand } from './resource.ts';
import { escapeRegex } from '../std/regex.ts';

export interface Block {
  readonly path: string;
  /** names the block: the cluster */
  readonly marker: string;
  readonly lines: readonly string[];
}

type BlockRef = Pick<Block, 'path' | 'marker'>;

interface Found {
  /** the whole file */
  readonly text: string;
  readonly hasBlock: boolean;
}

function fence(marker: string) {
  return { begin: `# BEGIN rmqctl ${marker}`, end: `# END rmqctl ${marker}` };
}

/**
 * Separates the lines of others from the block's, as `splice` of the prelude does. A begin without an end fences nothing:
 * what follows it may be anybody's, and is kept.
 * @returns the lines of others, and how many of them are before the block; undefined when there is no block
 */
function scan(text: string, marker: string): { others: readonly string[]; place: number | undefined } {
  const { begin, end } = fence(marker);
  const others: string[] = [];
  let held: string[] | undefined;
  let place: number | undefined;
  for (const line of text === '' ? [] : text.replace(/\n$/, '').split('\n')) {
    if (line === begin) {
      others.push(...(held ?? []));
      held = [];
    } else if (held === undefined) {
      others.push(line);
    } else if (line === end) {
      held = undefined;
      place ??= others.length;
    } else {
      held.push(line);
    }
  }
  others.push(...(held ?? []));
  return { others, place };
}

/** The file's text with the block in place of the old one, or at the end; without lines, without the block. */
function replace(text: string, ref: BlockRef, wanted: readonly string[]): string {
  const { begin, end } = fence(ref.marker);
  const { others, place = others.length } = scan(text, ref.marker);
  const block = wanted.length === 0 ? [] : [begin, ...wanted, end];
  return [...others.slice(0, place), ...block, ...others.slice(place)].map((line) => `${line}\n`).join('');
}

/** True if two texts differ in more than a line break at their end. */
function differ(a: string, b: string): boolean {
  return a.replace(/\n$/, '') !== b.replace(/\n$/, '');
}

/**
 * A marked block in a file that belongs to others, /etc/hosts above all. The host itself takes the old block out and puts
 * the new one in, so that lines which others write meanwhile are kept.
 */
export const block = defineKind<BlockRef, Block, Found>({
  kind: 'block',
  ref: ({ path, marker }) => ({ path, marker }),
  probe: ({ path }) => sh`[ ! -f ${path} ] || cat ${path}`,
  parse: (text, { marker }) => ({ text, hasBlock: scan(text, marker).place !== undefined }),
  diff(desired, found) {
    const { path, lines } = desired;
    const after = replace(found.text, desired, lines);
    if (!differ(found.text, after)) return undefined;
    const { begin, end } = fence(desired.marker);
    return {
      action: found.hasBlock ? 'update' : 'create',
      summary: `${lines.length} lines in ${path}`,
      diff: { path, before: found.text, after },
      apply: sh`splice ${path} ${begin} ${end} ${[begin, ...lines, end].join('\n')}`,
    };
  },
  byHand({ path, marker, lines }): ByHand {
    const { begin, end } = fence(marker);
    const beside = `.${path}`;
    const content = [begin, ...lines, end].map((line) => `${line}\n`).join('');
    const old = `/^${escapeRegex(begin)}$/,/^${escapeRegex(end)}$/d`;
    return {
      file: { path, content, mode: '644' },
      commands: sh`
        if grep -Fqx ${end} ${path}; then
          sed -i -E ${old} ${path}
        fi
        cat ${beside} >>${path}`,
    };
  },
  remove(ref, found) {
    const after = replace(found.text, ref, []);
    if (!differ(found.text, after)) return undefined;
    const { begin, end } = fence(ref.marker);
    return {
      action: 'delete',
      summary: `take the block of ${ref.marker} out of ${ref.path}`,
      diff: { path: ref.path, before: found.text, after },
      apply: sh`splice ${ref.path} ${begin} ${end} ''`,
    };
  },
});
