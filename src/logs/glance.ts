import { setTimeout as sleep } from 'node:timers/promises';
import { RmqctlError } from '../errors.ts';
import type { Transport } from '../transport/transport.ts';
import { HostLogs } from './host-logs.ts';
import type { LogFile } from './log-file.ts';
import type { LogRecord, OpenRecord } from './record.ts';

/** Milliseconds between glances, and those that the first and the last one may take. */
const EVERY_MS = 700;
const FIRST_MS = 2000;
const LAST_MS = 2000;

export interface GlanceOptions {
  readonly hosts: readonly { readonly transport: Transport; readonly files: readonly LogFile[] }[];
  readonly signal: AbortSignal;
  /** what one host's logs have been given since the last glance, in the order of time */
  readonly onRecords: (records: readonly LogRecord[]) => void;
}

/** A watch over logs. */
interface Glancing {
  /** where their ends are is known: what is written from then on is seen. It does not wait for a host that is slow to say. */
  readonly began: Promise<unknown>;
  /** ends it, after one more glance */
  readonly stop: () => Promise<void>;
}

/**
 * Reads logs again and again, from their ends on. Unlike following it holds no session of a host in between, so that it
 * is in no one's way if a host allows few (sshd's MaxSessions), and nothing can be left running. Logs are here for
 * a person to watch: a host on which they cannot be read is skipped.
 */
export function glanceAtLogs(options: GlanceOptions): Glancing {
  const over = new AbortController();
  const all: Promise<void>[] = [];
  const firsts = options.hosts.map(
    (host) =>
      new Promise<void>((began) => {
        all.push(glanceAtHost(host, options, { over: over.signal, began }).finally(began));
      }),
  );
  return {
    began: Promise.race([Promise.all(firsts), sleep(FIRST_MS, undefined, { ref: false })]),
    stop: async () => {
      over.abort();
      await Promise.all(all);
    },
  };
}

async function glanceAtHost(
  { transport, files }: GlanceOptions['hosts'][number],
  { signal, onRecords }: GlanceOptions,
  { over, began }: { readonly over: AbortSignal; readonly began: () => void },
): Promise<void> {
  const found: OpenRecord[] = [];
  const logs = new HostLogs(files, {
    onRecord: (record) => found.push(record),
    onLive: () => {},
    onLost: () => {},
  });
  const glance = async (until: AbortSignal): Promise<void> => {
    await logs.read({ transport, start: { from: 'end' }, follow: false, signal: until });
    const records = found.splice(0).toSorted((a, b) => a.time - b.time);
    for (const record of records) record.taken = true;
    if (records.length > 0) onRecords(records);
  };
  try {
    while (!over.aborted) {
      await glance(signal);
      began();
      await sleep(EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    }
    await glance(AbortSignal.any([signal, AbortSignal.timeout(LAST_MS)]));
  } catch (error) {
    if (!(error instanceof RmqctlError) && !signal.aborted && !isTimeout(error)) throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
