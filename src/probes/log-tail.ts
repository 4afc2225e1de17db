import { sh, type Script } from '../shell/script.ts';

/**
 * Prints lines of the last `bytes` of a log; nothing if there is no log.
 * @param tail.pattern extended regular expression of the lines, whatever their case
 * @param tail.lines at most this many, the last ones; default all
 */
export function logTail(
  log: string,
  { bytes, pattern, lines }: { bytes: number; pattern: string; lines?: number },
): Script {
  const last = lines === undefined ? sh`` : sh` | tail -n ${lines}`;
  return sh`[ ! -s ${log} ] || tail -c ${bytes} ${log} | grep -iE -e ${pattern}${last}`;
}
