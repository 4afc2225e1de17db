import { sh, type Script } from '../shell/script.ts';

export interface LogTail {
  /** at the end of the log, that are looked through */
  readonly bytes: number;
  /** extended regular expression of the lines that are wanted, whatever their case */
  readonly pattern: string;
  /** at most so many, the last ones; default all */
  readonly lines?: number;
}

/** Prints lines of the end of a log; nothing if there is no log. */
export function logTail(log: string, { bytes, pattern, lines }: LogTail): Script {
  const last = lines === undefined ? sh`` : sh` | tail -n ${lines}`;
  return sh`[ ! -s ${log} ] || tail -c ${bytes} ${log} | grep -iE -e ${pattern}${last}`;
}
