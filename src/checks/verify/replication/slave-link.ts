import { isIP } from 'node:net';
import { RmqctlError } from '../../../errors.ts';
import type { SlaveStatus } from '../../../rocketmq/remoting/broker.ts';
import { reveal } from '../../../redaction/secret.ts';
import { processReading } from '../checks/process.ts';
import type { Reading, Seen } from '../check.ts';
import { mastersOf, type Member } from '../context.ts';
import { masterOf } from '../../../model/broker.ts';
import { replicationPort } from '../../../model/port.ts';
import { age } from '../../../probes/process.ts';
import { connectionsOn } from '../../../probes/sockets.ts';
import type { Socket } from '../../../hosts/sockets.ts';
import { replicationState, runningValue } from '../questions.ts';
import { logTail } from '../../../probes/log-tail.ts';
import { textProbe } from '../../../probes/probe.ts';

/** A slave and the master that it copies. */
export interface Pair {
  readonly slave: Member;
  readonly master: Member;
}

/**
 * The state of a slave's connection to its master. quiet: connected, but it has not reported its position yet, and until then is
 * sent nothing and acknowledges nothing.
 */
export type SlaveLink = 'none' | 'quiet' | 'reporting';

/** Seconds until a slave up to 4.9.x looks for its master again: at its start it does not know yet where that is (HAClient of 4.9.4). */
const LOOKS_AGAIN_AFTER = 5;
/** Milliseconds from then to its first report, and from one to the next (haSendHeartbeatInterval). */
const REPORT_INTERVAL = '5000';

/** Seconds after the start of a slave up to 4.9.x, or of its master, within which it has not reported. */
function reportsAfter(slave: Member, seen: Seen): number {
  const property = (key: string): string | undefined => {
    const given = slave.instance.properties[key]?.value;
    return runningValue(seen, slave, key) ?? (given === undefined ? undefined : reveal(given));
  };
  const looks = (property('haMasterAddress') ?? '') === '' ? LOOKS_AGAIN_AFTER : 0;
  return looks + Number(property('haSendHeartbeatInterval') ?? REPORT_INTERVAL) / 1000;
}

/** The slave's connections to its master's replication port, from /proc/net/tcp. */
export const links: Reading<readonly Socket[]> = {
  id: 'links',
  on: 'member',
  probe: (member, { topology, observedMasters }) => {
    const master = masterOf(topology, member.instance, observedMasters);
    const port = master === undefined ? undefined : replicationPort(master);
    return port === undefined || master?.name === member.instance.name ? undefined : connectionsOn(port);
  },
};

/** The state by `links` and, since 5.0.0, the master itself; before that by the master's log, or the processes' ages. */
export function slaveLink(pair: Pair, seen: Seen): SlaveLink {
  const sockets = socketsOf(pair, seen);
  if (sockets.length === 0) return 'none';
  const told = slaveStatus(pair, seen);
  if (told !== undefined) return told.ackOffset < 0n ? 'quiet' : 'reporting';
  if (seen.answer(replicationState, pair.master.instance.name) !== undefined) return 'reporting';
  const reported = hasReported(
    seen.found(slaveReports, pair.master.instance.name) ?? '',
    sockets.map(({ local }) => `${local.address}:${local.port}`),
  );
  if (reported !== undefined) return reported ? 'reporting' : 'quiet';
  const ages = [pair.slave, pair.master].map(({ instance: { name } }) => ageOf(seen, name));
  const first = reportsAfter(pair.slave, seen);
  return ages.some((seconds) => seconds !== undefined && seconds < first) ? 'quiet' : 'reporting';
}

/** The slave as its master sees it; undefined before 5.0.0, and where the master sees another address (NAT). */
export function slaveStatus(pair: Pair, seen: Seen): SlaveStatus | undefined {
  const state = seen.answer(replicationState, pair.master.instance.name);
  if (state === undefined || state instanceof RmqctlError) return undefined;
  const own = socketsOf(pair, seen).map(({ local }) => `${local.address}:${local.port}`);
  return state.slaves.find(({ address }) => own.includes(address));
}

function socketsOf({ slave, master }: Pair, seen: Seen): Socket[] {
  const { haAddress } = master.instance;
  return (seen.found(links, slave.instance.name) ?? []).filter(
    ({ remote, state }) =>
      state === 'established' && (isIP(haAddress) === 0 || remote.address === haAddress) && remote.port !== 0,
  );
}

function ageOf(seen: Seen, instance: string): number | undefined {
  const process = seen.found(processReading, instance);
  return process === undefined ? undefined : age(process);
}

/** Bytes at the end of a master's log that are looked through. */
const TAIL_BYTES = 500_000;

/**
 * The lines of each master's store.log on its slaves' connections and their first reports, up to 4.9.x (HAService,
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
 * True if a slave has reported its position to its master. Pure.
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
