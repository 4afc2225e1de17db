import { logTail } from '../../../probes/log-tail.ts';
import { textProbe } from '../../../probes/probe.ts';
import type { Reading } from '../check.ts';
import { mastersOf } from '../context.ts';

/** Bytes at the end of a master's log that are looked through. */
const TAIL_BYTES = 500_000;

/**
 * What the store.log of each master says of its slaves' connections and of their first reports, up to 4.9.x (HAService,
 * HAConnection). Later masters say it when asked (replicationState).
 */
export const slaveReports: Reading<string> = {
  id: 'slave-reports',
  on: 'member',
  probe: (member, context) => {
    const log = member.service.ready.evidence.find((path) => path.endsWith('/store.log'));
    if (log === undefined || !mastersOf(context).includes(member)) return undefined;
    const pattern = String.raw`receive new connection, |\] request offset [0-9]`;
    return textProbe('slave-reports', logTail(log, { bytes: TAIL_BYTES, pattern }));
  },
};

/**
 * Whether a slave has told its master where it is. Pure.
 * @param log what `slaveReports` printed of its master
 * @param addresses its ends of its connections to the master: "10.0.0.2:43210"
 * @returns undefined where the log does not speak of such a connection: it was rolled, or the master sees another address
 */
export function hasReported(log: string, addresses: readonly string[]): boolean | undefined {
  if (addresses.some((address) => log.includes(`slave[/${address}] request offset`))) return true;
  const lines = log.split('\n').map((line) => line.trimEnd());
  const connected = addresses.some((address) =>
    lines.some((line) => line.endsWith(`receive new connection, /${address}`)),
  );
  return connected ? false : undefined;
}
