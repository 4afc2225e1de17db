import type { LogRecord, OpenRecord } from './record.ts';

/** Records held at most; of more, the older half is given although something older may still come. */
const MOST_HELD = 100_000;

interface Held {
  readonly record: OpenRecord;
  /** milliseconds, by the clock of this machine */
  readonly arrived: number;
}

/**
 * Brings the records of many logs into the order of time. Records of the same moment stay in the order they came in, and
 * those of one log always do.
 */
export class Merger {
  readonly #window: number;
  #held: Held[] = [];

  /** @param window milliseconds that a record waits for older ones from elsewhere */
  constructor(window: number) {
    this.#window = window;
  }

  add(record: OpenRecord, arrived: number): void {
    this.#held.push({ record, arrived });
  }

  /** Takes the records that have waited long enough, with all that are older. */
  due(now: number): LogRecord[] {
    const ripe = this.#held.filter(({ arrived }) => arrived <= now - this.#window);
    if (ripe.length === 0) return this.overflow();
    const until = ripe.reduce((latest, { record }) => Math.max(latest, record.time), 0);
    return this.#take(({ record }) => record.time <= until);
  }

  /** Takes the older half where more is held than should be; else nothing. */
  overflow(): LogRecord[] {
    if (this.#held.length <= MOST_HELD) return [];
    this.#sort();
    const middle = this.#held[this.#held.length >> 1]!.record.time;
    return this.#take(({ record }) => record.time <= middle);
  }

  /** Takes everything. */
  drain(): LogRecord[] {
    return this.#take(() => true);
  }

  /** Takes those that `wanted` holds for: in the order of time, the first ones. */
  #take(wanted: (held: Held) => boolean): LogRecord[] {
    this.#sort();
    const end = this.#held.findLastIndex(wanted) + 1;
    const taken = this.#held.slice(0, end).map(({ record }) => record);
    this.#held = this.#held.slice(end);
    for (const record of taken) record.taken = true;
    return taken;
  }

  #sort(): void {
    this.#held.sort((a, b) => a.record.time - b.record.time);
  }
}
