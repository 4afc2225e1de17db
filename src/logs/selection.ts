import { lastOfEach } from './filter.ts';
import type { LogRecord } from './record.ts';

export interface SelectionOptions {
  readonly wanted: (record: LogRecord) => boolean;
  /** of the past, the last lines of each instance; absent: all */
  readonly lines?: number | undefined;
  readonly show: (records: readonly LogRecord[]) => void;
}

/** Of the records that come, those that are to be seen. Of the past only the last ones are, so these are held back. */
export class Selection {
  readonly #options: SelectionOptions;
  #past: LogRecord[] = [];

  constructor(options: SelectionOptions) {
    this.#options = options;
  }

  take(records: readonly LogRecord[], past: boolean): void {
    const { wanted, lines, show } = this.#options;
    const chosen = records.filter(wanted);
    if (past && lines !== undefined) this.#past = lastOfEach([...this.#past, ...chosen], lines);
    else if (chosen.length > 0) show(chosen);
  }

  /** The past has come to its end. */
  live(): void {
    const records = this.#past;
    this.#past = [];
    if (records.length > 0) this.#options.show(records);
  }
}
