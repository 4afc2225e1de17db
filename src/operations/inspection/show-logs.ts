import pLimit from 'p-limit';
import { ExitCode, worstExit } from '../../errors.ts';
import { followLogs, readLogs, type LogsOptions } from '../../logs/follow.ts';
import type { Start } from '../../logs/follow-script.ts';
import { type LogFile, logFilesOf, logFolders, logNames } from '../../logs/log-file.ts';
import { recordEvents, recordTexts } from '../../logs/present.ts';
import type { DiagnosticEvent } from '../../model/events.ts';
import type { LogRecord } from '../../logs/record.ts';
import { Selection } from '../../logs/filter.ts';
import { placesOf } from '../../plan/desired/instance-context.ts';
import { locate } from '../../checks/status/locate.ts';
import type { Host } from '../../model/host.ts';
import type { Instance } from '../../model/instance.ts';
import type { Transport } from '../../transport/transport.ts';
import { openHost, tellLost } from '../hosts/reach.ts';
import type { Session } from '../session.ts';

interface ShowLogs {
  readonly instances: readonly Instance[];
  /** names of log files; default the console and the role's own */
  readonly names?: readonly string[];
  readonly start: Start;
  /** of the past, the last lines of each instance; absent: all that is read */
  readonly lines?: number | undefined;
  readonly wanted?: (record: LogRecord) => boolean;
  /** continue until interrupted */
  readonly follow: boolean;
  /** stamps in UTC, not in this machine's time zone */
  readonly utc?: boolean;
  /** a record an event, as it was written */
  readonly json: boolean;
}

/**
 * Shows logs of instances, merged by time, as output events: for `logs`, and at the end of `verify --follow`.
 * @returns 130 when it followed until interrupted; 4 or 5 when a host could not be read
 */
export async function showLogs(session: Session, shown: ShowLogs): Promise<ExitCode> {
  const { context } = session;
  const exits: ExitCode[] = [];
  const present = shown.json ? recordEvents : recordTexts(shown.utc === true);
  const selection = new Selection({
    wanted: shown.wanted ?? (() => true),
    lines: shown.lines,
    show: (records) => present(records).forEach(context.emit),
  });
  const inhabited = new Set(shown.instances.map(({ host }) => host));
  const hosts = session.topology.hosts.filter(({ name }) => inhabited.has(name));
  const limit = pLimit(session.parallel);
  const wanted = new WantedLogs(shown.names ?? [], hosts.length);
  const onNames = (names: readonly string[]): void => {
    wanted.add(names);
    const missing = wanted.missing(shown.follow ? 'warning' : 'error');
    if (missing === undefined) return;
    context.emit(missing);
    exits.push(ExitCode.usage);
  };
  const options: LogsOptions = {
    hosts: hosts.map((host) => ({
      name: host.name,
      open: () => limit(() => openHost(session, host)),
      files: (transport) => filesOn(session, shown, { host, transport, onNames }),
    })),
    start: shown.start,
    now: context.now,
    signal: context.signal,
    onRecords: (records, past) => selection.take(records, past),
    onLive: () => selection.live(),
    onTrouble: (host, trouble) => {
      if (trouble === 'back') {
        const message = `${host} is back: its logs go on where they stopped`;
        return tell(session, { host, code: 'FOUND_AGAIN', message });
      }
      exits.push(trouble.exit);
      if (!shown.follow) return tellLost(session, host, trouble);
      const message = `the logs of ${host} cannot be read: ${trouble.message}`;
      tell(session, { host, code: trouble.code, message, hint: 'trying again until it answers' });
    },
    onMissed: ({ host, instance, path }) => {
      const message = `some lines of ${instance} may be missing: ${path} was replaced, and what it held is not to be found`;
      tell(session, { host, code: 'LINES_MISSED', message });
    },
  };
  await (shown.follow ? followLogs(options) : readLogs(options));
  return shown.follow ? ExitCode.interrupted : worstExit(exits);
}

function tell(
  { context }: Session,
  said: { host: string; code: string; message: string; hint?: string },
): void {
  context.emit({ event: 'diagnostic', severity: 'warning', ...said });
}

interface Place {
  readonly host: Host;
  readonly transport: Transport;
  /** gets the names of the logs there, if logs are asked for by name */
  readonly onNames: (names: readonly string[]) => void;
}

async function filesOn(
  { topology, release, context: { signal } }: Session,
  { instances, names = [] }: ShowLogs,
  { host, transport, onNames }: Place,
): Promise<readonly LogFile[]> {
  const site = await locate(transport, host, { topology, release, signal });
  const here = instances
    .filter((instance) => instance.host === host.name)
    .map((instance) => ({ instance, places: placesOf(site, instance) }));
  if (names.length > 0) {
    const folders = here.flatMap(({ places }) => logFolders(places));
    onNames(await logNames(transport, folders, signal));
  }
  return here.flatMap(({ instance, places }) => logFilesOf(instance, places, names));
}

/** The logs that --log names, compared with those that there are: known once every host has answered. */
class WantedLogs {
  readonly #wanted: readonly string[];
  readonly #there = new Set<string>();
  #silent: number;

  /** @param hosts how many will answer */
  constructor(wanted: readonly string[], hosts: number) {
    this.#wanted = wanted;
    this.#silent = hosts;
  }

  /** Notes the names of the logs of one host. */
  add(names: readonly string[]): void {
    for (const name of names) this.#there.add(name);
    this.#silent -= 1;
  }

  /** The names that no host has; undefined while a host has not answered. */
  missing(severity: DiagnosticEvent['severity']): DiagnosticEvent | undefined {
    const missing = this.#wanted.filter((name) => !this.#there.has(name));
    if (this.#silent > 0 || missing.length === 0) return undefined;
    const message = `no instance has a log called ${missing.join(', ')}`;
    const there = [...this.#there].sort();
    const hint =
      there.length === 0 ? 'there are no logs: nothing was started' : `there are ${there.join(', ')}`;
    return { event: 'diagnostic', severity, code: 'NO_SUCH_LOG', message, hint };
  }
}
