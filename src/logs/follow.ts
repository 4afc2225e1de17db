import { setTimeout as sleep } from 'node:timers/promises';
import { expectedError, type RmqctlError } from '../errors.ts';
import type { Transport } from '../transport/transport.ts';
import type { Start } from './follow-script.ts';
import { HostLogs } from './host-logs.ts';
import type { LogFile } from './log-file.ts';
import type { LogRecord, OpenRecord } from './record.ts';

/** Milliseconds that a record waits for older ones from other hosts: hosts are polled each 200 ms (templates/common/follow.sh). */
const WINDOW_MS = 400;
const TICK_MS = 100;
/** Milliseconds between attempts to reach a host again: at first, and at most. */
const RETRY_MS = { first: 500, most: 5000 } as const;

export interface LogHost {
  readonly name: string;
  /** the connection; asked for again after it broke */
  readonly open: () => Promise<Transport>;
  /** what there is to read, found out once the host is reached */
  readonly files: (transport: Transport) => Promise<readonly LogFile[]>;
}

export interface LogsOptions {
  readonly hosts: readonly LogHost[];
  readonly start: Start;
  /** milliseconds since 1970 */
  readonly now: () => number;
  /** ends the reading */
  readonly signal: AbortSignal;
  /**
   * Records in the order of time.
   * @param past they were written before reading began
   */
  readonly onRecords: (records: readonly LogRecord[], past: boolean) => void;
  /** all of the past has been given; what comes now is new */
  readonly onLive: () => void;
  /** a host was lost, or found again; without `follow` it is lost for good */
  readonly onTrouble: (host: string, trouble: RmqctlError | 'back') => void;
  /** something that was written to a log may be missing */
  readonly onMissed: (file: LogFile) => void;
}

/** Reads the logs of all hosts as they are, merged by time; reports hosts that cannot be read. */
export async function readLogs(options: LogsOptions): Promise<void> {
  const flow = new Flow(options);
  const readHost = async (host: LogHost): Promise<void> => {
    try {
      const transport = await host.open();
      const logs = flow.logsOf(await host.files(transport), () => flow.caughtUp(host));
      await logs.read({ ...options, transport, follow: false });
    } catch (error) {
      options.onTrouble(host.name, expectedError(error));
      flow.caughtUp(host);
    }
  };
  await Promise.all(options.hosts.map(readHost));
  flow.drain();
}

/**
 * Follows the logs of all hosts, merged by time, until the signal is aborted. What is rolled is followed, and a host that is
 * lost is tried until it is found again; then reading continues where it stopped.
 */
export async function followLogs(options: LogsOptions): Promise<void> {
  const flow = new Flow(options);
  const timer = setInterval(() => flow.tick(), TICK_MS);
  try {
    await Promise.all(options.hosts.map((host) => followHost(host, options, flow)));
  } finally {
    clearInterval(timer);
    flow.drain();
  }
}

async function followHost(host: LogHost, options: LogsOptions, flow: Flow): Promise<void> {
  const { signal, onTrouble } = options;
  const state: { logs?: HostLogs; lost: boolean; wait: number } = { lost: false, wait: RETRY_MS.first };
  const onLive = (): void => {
    if (state.lost) onTrouble(host.name, 'back');
    state.lost = false;
    state.wait = RETRY_MS.first;
    flow.caughtUp(host);
  };
  while (!signal.aborted) {
    try {
      const transport = await host.open();
      state.logs ??= flow.logsOf(await host.files(transport), onLive);
      await state.logs.read({ ...options, transport, follow: true });
    } catch (error) {
      if (signal.aborted) return;
      const trouble = expectedError(error);
      if (!state.lost) onTrouble(host.name, trouble);
      state.lost = true;
      flow.caughtUp(host);
    }
    await sleep(state.wait, undefined, { signal }).catch(() => undefined);
    state.wait = Math.min(state.wait * 2, RETRY_MS.most);
  }
}

/** Records on their way from the hosts to the caller: the past is held until every host has sent its own. */
class Flow {
  readonly #merger = new Merger(WINDOW_MS);
  readonly #options: LogsOptions;
  readonly #behind: Set<LogHost>;

  constructor(options: LogsOptions) {
    this.#options = options;
    this.#behind = new Set(options.hosts);
  }

  /** The logs of a host, whose records come here. */
  logsOf(files: readonly LogFile[], onLive: () => void): HostLogs {
    const onRecord = (record: OpenRecord): void => {
      this.#merger.add(record, this.#options.now());
      this.#give(this.#merger.overflow());
    };
    return new HostLogs(files, { onRecord, onLive, onLost: this.#options.onMissed });
  }

  tick(): void {
    if (!this.#past) this.#give(this.#merger.due(this.#options.now()));
  }

  drain(): void {
    this.#give(this.#merger.drain());
  }

  /** A host has sent its past, or will not soon. */
  caughtUp(host: LogHost): void {
    if (!this.#behind.has(host)) return;
    if (this.#behind.size === 1) this.drain();
    this.#behind.delete(host);
    if (!this.#past) this.#options.onLive();
  }

  get #past(): boolean {
    return this.#behind.size > 0;
  }

  #give(records: readonly LogRecord[]): void {
    if (records.length > 0) this.#options.onRecords(records, this.#past);
  }
}

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
