import type { Survey } from '../../execute/survey.ts';
import { glanceAtLogs } from '../../logs/glance.ts';
import { logFilesOf } from '../../logs/log-file.ts';
import { recordEvents, recordTexts } from '../../logs/present.ts';
import type { LogRecord } from '../../logs/record.ts';
import { placesOf } from '../../plan/desired/instance-context.ts';
import type { Plan } from '../../plan/steps/plan.ts';
import type { Emit } from '../../model/events.ts';
import type { Session } from '../session.ts';

/** Records shown of one start with --verbose: the first ones; a failure reports its last ones. */
const MOST_RECORDS = 60;

/** The log lines of brokers and name servers at every start: their whole configuration, and each thread. */
const CHATTER = /^[^-]* - (?:[A-Za-z]\w*=|Try to start service thread|\w+ service started)/;

/** True if a record of a starting instance is worth showing. */
export function isTelling({ lines: [first = ''], stampLength }: LogRecord): boolean {
  return first.trim() !== '' && !CHATTER.test(first.slice(stampLength));
}

/** The message of a record, without its stamp, level and thread. */
export function recordMessage({ lines: [first = ''], stampLength }: LogRecord): string {
  return first
    .slice(stampLength)
    .replace(/^ ?[A-Z]+ .*? - /, '')
    .trim();
}

interface StartsWatch {
  readonly emit: Emit;
  /** resolves when the logs are watched */
  readonly began: Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/**
 * Shows the logs of instances while they start: behind the stage on a live view, as log lines with --verbose; else reads no log.
 */
export function watchStarts(session: Session, survey: Survey, plan: Plan): StartsWatch {
  const { context, flags } = session;
  const hosts = startingHosts(session, survey, plan);
  const isSeen = !flags.quiet && (flags.verbose || context.isTTY);
  if (!isSeen || hosts.length === 0)
    return { emit: context.emit, began: Promise.resolve(), stop: () => Promise.resolve() };
  /** the records shown of each instance that is or was awaited */
  const shown = new Map<string, number>();
  const stages = new Map<string, { readonly instance: string; readonly stage: string }>();
  const present = flags.json ? recordEvents : recordTexts(false);
  const { began, stop } = glanceAtLogs({
    hosts,
    signal: context.signal,
    onRecords: (records) => {
      for (const record of records.filter(isTelling)) {
        const { host, instance } = record.source;
        const count = shown.get(instance);
        if (count === undefined || count >= MOST_RECORDS) continue;
        shown.set(instance, count + 1);
        const stage = stages.get(host);
        if (flags.verbose) present([record]).forEach(context.emit);
        else if (stage?.instance === instance)
          context.emit({ event: 'progress', host, ...stage, says: recordMessage(record) });
      }
    },
  });
  const emit: Emit = (event) => {
    if (event.event === 'progress' && event.host !== undefined) {
      const { host, instance, stage } = event;
      if (instance === undefined) stages.delete(host);
      else {
        stages.set(host, { instance, stage });
        shown.set(instance, shown.get(instance) ?? 0);
      }
    }
    context.emit(event);
  };
  return { emit, began, stop };
}

/** The hosts on which instances are started, and these instances' logs. */
function startingHosts({ topology }: Session, survey: Survey, { steps }: Plan) {
  const starting = steps.filter(({ kind, gate }) => kind === 'service' && gate !== undefined);
  return survey.hosts.flatMap(({ site, transport }) => {
    const instances = topology.instances.filter(
      ({ host, name }) =>
        host === site.host.name && starting.some((step) => step.host === host && step.instance === name),
    );
    const files = instances.flatMap((instance) => logFilesOf(instance, placesOf(site, instance)));
    return files.length === 0 ? [] : [{ transport, files }];
  });
}
