import { lines, Script, sh } from '../shell/script.ts';
import { templateText } from '../shell/template-text.ts';
import { stampDigits } from './stamp.ts';

/** The position up to which a log was read. */
export interface Position {
  readonly inode: string;
  /** bytes */
  readonly offset: number;
  /** when it was last written to, seconds since 1970 */
  readonly written: number;
  /** what it begins with: distinguishes it once it was rolled and compressed; empty for an empty log */
  readonly head: string;
}

/** Where to begin with logs that were not read before. */
export type Start =
  | { readonly from: 'last'; readonly lines: number }
  /** milliseconds since 1970; rolled logs are read as well. What is a little older may come too. */
  | { readonly from: 'since'; readonly time: number }
  /** all that the log holds, but not those that were rolled */
  | { readonly from: 'beginning' }
  | { readonly from: 'end' };

/** The frames, besides those of logs, that the script writes. */
export const LIVE = 'live';
export const LOST = 'lost';

/**
 * The script that sends logs: for each piece a frame "N INODE:OFFSET:WRITTEN:HEAD" (N from 1, in the order given), a frame `live`
 * when all that there was has been sent, and "N lost" where lines may be missing.
 * @param follow continue with what is written from now on
 */
export function readLogsScript(
  logs: readonly { readonly path: string; readonly from: Position | Start }[],
  follow: boolean,
): Script {
  const paths = logs.map(({ path }) => path);
  return lines([
    Script.trusted(templateText('common/follow.sh')),
    ...logs.map(({ path, from }, index) => beginning(index + 1, path, from)),
    sh`poll ${paths}`,
    sh`frame ${LIVE} 0 ''`,
    follow ? sh`follow ${paths}` : Script.empty,
  ]);
}

/** Sets what is known of a log, and sends its past. */
function beginning(number: number, path: string, from: Position | Start): Script {
  const known = ({ inode, offset, written, head }: Position): Script =>
    sh`
      inode_${number}=${inode} offset_${number}=${offset}
      time_${number}=${written} head_${number}=${head}`;
  if ('inode' in from) return known(from);
  const unknown = known({ inode: '', offset: 0, written: 0, head: '' });
  return lines([unknown, sh`begin ${number} ${path} ${startWords(from)} 2>/dev/null 3<${path} || :`]);
}

function startWords(start: Start): string[] {
  switch (start.from) {
    case 'last':
      return ['lines', String(start.lines)];
    case 'since':
      return ['since', stampDigits(start.time), String(Math.floor(start.time / 1000))];
    case 'beginning':
      return ['all'];
    default:
      return ['end'];
  }
}
