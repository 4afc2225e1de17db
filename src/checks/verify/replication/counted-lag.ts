import { logTail } from '../../../probes/log-tail.ts';
import { textProbe } from '../../../probes/probe.ts';
import type { Reading, Seen } from '../check.ts';
import { isSlaveMember, masterMember, type Member, slaveMembers, type VerifyContext } from '../context.ts';
import { type Pair, slaveStatus } from './slave-link.ts';
import { runningValue } from '../questions.ts';

/** Bytes by which a slave may be behind before its master counts it as gone, where the master does not say. */
const DEFAULT = 256n * 1024n * 1024n;

/** The limit of a slave, as its master runs with it: haMaxGapNotInSync, or haSlaveFallbehindMax before 5.0.0. */
export function lagLimit(context: VerifyContext, slave: Member, seen: Seen): bigint {
  const master = masterMember(context, slave);
  const [limit = ''] = ['haMaxGapNotInSync', 'haSlaveFallbehindMax'].flatMap(
    (key) => runningValue(seen, master, key) ?? [],
  );
  return /^\d+$/.test(limit) ? BigInt(limit) : DEFAULT;
}

/** Bytes at the end of a master's log that are looked through: it says once a minute how far its slaves are behind. */
const TAIL_BYTES = 500_000;

/** The last such line of each master's broker.log ("Slave fall behind master: 0 bytes", in other words in each line of releases). */
export const countedReading: Reading<string> = {
  id: 'counted-lag',
  on: 'member',
  probe: (member, context) => {
    const log = member.service.ready.log;
    if (log === undefined || member.instance.broker === undefined || isSlaveMember(context, member))
      return undefined;
    const pattern = 'slave fall behind master';
    return textProbe('counted-lag', logTail(log, { bytes: TAIL_BYTES, pattern, lines: 1 }));
  },
};

/**
 * Bytes that a slave which does not answer itself is behind, as its master counts them: since 5.0.0 when asked, before that
 * once a minute in its log, where only one of several slaves is counted.
 */
export function countedLag(context: VerifyContext, pair: Pair, seen: Seen): bigint | undefined {
  const told = slaveStatus(pair, seen);
  if (told !== undefined) return told.behind;
  if (slaveMembers(context, pair.master).length !== 1) return undefined;
  const line = seen.found(countedReading, pair.master.instance.name) ?? '';
  const digits = /behind master\D*?(-?\d+) ?bytes/i.exec(line)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
}
