import type { LogFile } from './log-file.ts';
import { readStamp } from './stamp.ts';

/** A line of a log, and the lines of its stack trace. */
export interface LogRecord {
  readonly source: LogFile;
  /** milliseconds since 1970; never less than that of the record before it in the same log */
  readonly time: number;
  /** length of the stamp that the first line begins with; 0 where it has none */
  readonly stampLength: number;
  /** TRACE to ERROR; absent where the line does not say */
  readonly level: string | undefined;
  readonly lines: readonly string[];
}

/** A record to which lines may still be added, until it is taken. */
export interface OpenRecord extends LogRecord {
  readonly lines: string[];
  taken: boolean;
}

const LEVEL = /^ ?(?:\[[^\]]*\] )?(TRACE|DEBUG|INFO|WARN|ERROR)\b/;
/** Lines that continue a message on the console, where most lines have no stamp. */
const CONTINUED = /^(?:\s|Caused by: |Suppressed: )/;

/** Makes records of the lines of one log. */
export class RecordReader {
  readonly #source: LogFile;
  #last: OpenRecord | undefined;

  constructor(source: LogFile) {
    this.#source = source;
  }

  /**
   * Takes the next line.
   * @param written when the log was last written to, milliseconds: the time of lines that do not say theirs
   * @returns the record that it begins; undefined when it belongs to one that was given before
   */
  push(line: string, written: number): OpenRecord | undefined {
    const stamp = readStamp(line);
    const last = this.#last;
    if (stamp === undefined && last !== undefined && !last.taken && this.#continues(line)) {
      last.lines.push(line);
      return undefined;
    }
    const said = stamp?.time ?? (this.#source.stamped ? undefined : written);
    const record: OpenRecord = {
      source: this.#source,
      time: Math.max(said ?? 0, last?.time ?? 0),
      stampLength: stamp?.length ?? 0,
      level: stamp === undefined ? undefined : LEVEL.exec(line.slice(stamp.length, stamp.length + 80))?.[1],
      lines: [line],
      taken: false,
    };
    this.#last = record;
    return record;
  }

  #continues(line: string): boolean {
    return this.#source.stamped || CONTINUED.test(line);
  }
}
