import type { Service } from '../../../resources/service.ts';
import { isStartedFrom } from '../../../hosts/started-from.ts';
import { recogniseCause } from '../../../rocketmq/causes.ts';
import { type Check, judgeMembers, type Reading } from '../check.ts';
import { isSlaveMember, type Member, type VerifyContext } from '../context.ts';
import { supervisorNamed } from '../../../hosts/supervisors/registry.ts';
import { age, processOf, type ProcessState } from '../../../probes/process.ts';
import type { Judgement } from '../../finding.ts';

/** Open files below which a busy broker runs out of them; rmqctl asks for 655350, or as many as the host gives. */
const LEAST_OPEN_FILES = 16_384;
/** A process that its supervisor has started again this often, and not long ago, is in a loop: it does so every 5 s. */
const LOOP_RESTARTS = 3;
const LOOP_SECONDS = 60;
/** Lines reported of a process that is not there. */
const TOLD = 5;

export const processReading: Reading<ProcessState> = {
  id: 'process',
  on: 'member',
  probe: ({ service }) => processOf(service.supervisor, service, service.ready),
};

export const processCheck: Check = {
  id: 'process',
  title: 'processes run',
  asks: 'Does the instance run: one process, started from these settings, by the right user, with its JVM options, and not again and again?',
  on: 'each instance',
  severity: 'fail',
  hint: 'rmqctl deploy starts what is down, and restarts what runs with other settings',
  quick: true,
  readings: [processReading],
  judge: (context, seen) =>
    judgeMembers(
      context.members,
      ({ instance }) => seen.found(processReading, instance.name),
      (found, member) => judge(context, member, found),
    ),
};

const times = (number: number): string => (number === 1 ? 'once' : `${number} times`);

function judge(context: VerifyContext, member: Member, found: ProcessState): Judgement {
  const { service, host } = member;
  const { restarts = 0 } = found;
  const seconds = age(found);
  const again = restarts === 0 ? '' : `, started again by ${service.supervisor} ${times(restarts)}`;
  const looping =
    found.pid !== undefined && restarts >= LOOP_RESTARTS && (seconds ?? LOOP_SECONDS) < LOOP_SECONDS;
  if (found.pid === undefined || looping) return down(service, found, looping);
  // what it means for the cluster that a slave does nothing, its mode decides: see answers and messages
  if (found.state === 'T') {
    const { restart } = supervisorNamed(service.supervisor).words;
    return {
      status: isSlaveMember(context, member) ? 'warn' : 'fail',
      detail: `pid ${found.pid} is stopped by a signal: it does nothing`,
      hint: `kill -CONT ${found.pid} on the host${restart === undefined ? '' : `, or ${restart}`}`,
    };
  }
  const asWanted = service.digest === '' || isStartedFrom(service, found);
  const wrong = [
    ...(asWanted ? [] : ['it was started from other settings than the inventory’s']),
    ...(found.user === host.site.user ? [] : [`it runs as ${found.user}, not ${host.site.user}`]),
    ...(asWanted ? wrongFlags(service.jvm ?? [], found.args) : []),
  ];
  if (wrong.length > 0) return { status: 'fail', detail: `pid ${found.pid}: ${wrong.join('; ')}` };
  const detail = `pid ${found.pid}, for ${duration(seconds)}, as ${found.user}${again}`;
  const values = seconds === undefined ? undefined : { upSeconds: Math.round(seconds) };
  const said = `look at ${service.ready.console}.1 on the host: what it said before`;
  if (restarts > 0 && (seconds ?? 0) < 10 * LOOP_SECONDS)
    return { status: 'warn', detail, hint: said, values };
  if (found.openFiles !== undefined && found.openFiles < LEAST_OPEN_FILES)
    return {
      status: 'warn',
      detail: `${detail}; it may open ${found.openFiles} files, fewer than ${LEAST_OPEN_FILES}`,
      hint: 'leave tuning on in the inventory, or raise the limit of the user (ulimit -n)',
      values,
    };
  return { status: 'pass', detail, values };
}

/** The verdict on an instance that does not run, or not for long. */
function down(service: Service, found: ProcessState, looping: boolean): Judgement {
  const failed = found.exitStatus !== undefined && ![0, 143].includes(found.exitStatus);
  const restarting = looping || found.returning;
  // what a process said that was stopped on purpose is no cause
  const words = failed || restarting || found.exitStatus === undefined ? found.lastWords : [];
  const cause = recogniseCause(words);
  const status = failed ? ` (exit status ${found.exitStatus})` : '';
  const what = restarting
    ? `restarts in a loop: ${service.supervisor} has started it again ${found.restarts} times${status}`
    : `${service.instance} does not run${status}`;
  const telling = words.filter((line) => cause && recogniseCause([line])?.cause === cause.cause);
  return {
    status: 'fail',
    detail: cause === undefined ? what : `${what}: ${cause.cause}`,
    hint: cause?.hint ?? `look at ${service.ready.console} on the host; rmqctl deploy starts it again`,
    evidence: telling.length > 0 ? telling.slice(0, 1) : words.slice(-TOLD),
  };
}

function duration(seconds: number | undefined): string {
  if (seconds === undefined) return 'an unknown time';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/**
 * The JVM options that a running process lacks or has otherwise, in words. Pure.
 * @param desired in the order of its start script; of one given twice the last counts
 * @param args its command line, from /proc
 */
export function wrongFlags(desired: readonly string[], args: readonly string[]): string[] {
  const found = effective(args);
  return [...effective(desired)].flatMap(([name, option]) => {
    const other = found.get(name);
    if (other === option) return [];
    return [`its JVM runs ${other === undefined ? 'without' : `with ${other}, not`} ${option}`];
  });
}

/** The part of an option by which it replaces another: -Xmx, -XX:Name, -Dname; of others the whole. */
function nameOf(option: string): string {
  return (
    /^(?:-X(?:ms|mx|mn|ss)|-XX:[+-]?\w+|-D[^=]+)/.exec(option)?.[0].replace(/^-XX:[+-]/, '-XX:') ?? option
  );
}

function effective(options: readonly string[]): Map<string, string> {
  const given = options.filter((option) => option.startsWith('-'));
  return new Map(given.map((option) => [nameOf(option), option]));
}
