import { logTail } from '../../../probes/log-tail.ts';
import { textProbe } from '../../../probes/probe.ts';
import { lines, sh } from '../../../shell/script.ts';
import { type Check, judgeMembers, type Reading } from '../check.ts';
import type { Member, VerifyContext } from '../context.ts';
import { processReading } from './process.ts';
import { replicasOf } from '../../../model/broker.ts';
import { type Blame, blame, type Judgement } from '../../finding.ts';
import { isNameServer } from '../../../model/instance.ts';
import { type Cause, recogniseCause } from '../../../rocketmq/causes.ts';

/** Bytes read at the end of each log, and how many lines of them are reported at most. */
const TAIL_BYTES = 2_000_000;
const TAIL_LINES = 40;
/** Seconds: an older line is history, or another check reports what is still wrong. */
const RECENT = 60;

const reading: Reading<string> = {
  id: 'errors',
  on: 'member',
  probe: ({ service: { ready } }) =>
    textProbe(
      'errors',
      lines([
        // log stamps are GMT+8 whatever the host's time zone is
        sh`TZ=UTC-8 date '+now=%Y-%m-%d %H:%M:%S.%N'; read -r up _ </proc/uptime; echo "up=$up"`,
        ...ready.evidence.map((log) =>
          logTail(log, { bytes: TAIL_BYTES, pattern: '^[0-9 :,.-]+ERROR ', lines: TAIL_LINES }),
        ),
      ]),
    ),
};

export const errors: Check = {
  id: 'errors',
  title: 'error lines',
  asks: 'Have the logs of the instance held no error since it was started?',
  on: 'each instance',
  severity: 'fail',
  hint: 'rmqctl logs shows what stands around it',
  readings: [reading, processReading],
  judge: (context, seen) =>
    judgeMembers(
      context.members,
      ({ instance }) => seen.found(reading, instance.name),
      (text, member) => {
        const process = seen.found(processReading, member.instance.name);
        if (process?.pid === undefined) return [];
        const said = linesSince(text, process.startedAt);
        const last = said[0];
        if (last === undefined) return { status: 'pass', detail: 'none since it was started' };
        // what is wrong now explains only what is said now
        return { ...wrong(said, last), follows: last.ago <= RECENT ? blames(context, member) : [] };
      },
    ),
};

interface Said {
  readonly line: string;
  /** seconds */
  readonly ago: number;
}

/**
 * The error lines of this process, the newest first: stamps are whole seconds, and so is the start that they are compared with.
 * @param startedAt seconds after the host's start at which the process was started
 */
function linesSince(text: string, startedAt = 0): Said[] {
  const now = stampOf(/^now=(.*)$/m.exec(text)?.[1] ?? '');
  const up = Number(/^up=(.*)$/m.exec(text)?.[1] ?? 0);
  const start = Math.floor(now / 1000 - (up - startedAt));
  return text
    .split('\n')
    .filter((line) => !/^(?:now|up)=/.test(line) && !isNoise(line) && stampOf(line) / 1000 >= start)
    .map((line) => ({ line, ago: (now - stampOf(line)) / 1000 }))
    .toSorted((a, b) => a.ago - b.ago);
}

/** @param said the newest first */
function wrong(said: readonly Said[], last: Said): Judgement {
  const known = said
    .map(({ line, ago }) => ({ line, ago, cause: explainLogLine(line) }))
    .find(({ cause }) => cause !== undefined);
  const evidence = [(known ?? last).line];
  const many = said.length >= TAIL_LINES ? `${TAIL_LINES} or more` : `${said.length}`;
  const count = `${many} since it was started, the last ${longAgo(last.ago)}`;
  if (known?.cause === undefined) return { status: 'warn', detail: count, evidence };
  const status = known.cause.lasting && known.ago <= RECENT ? 'fail' : 'warn';
  return { status, detail: `${known.cause.cause} (${count})`, hint: known.cause.hint, evidence };
}

/** Milliseconds in the logs' own time zone; NaN for a line without a stamp. */
function stampOf(line: string): number {
  // not every date knows %N
  const fraction = /^\.\d{1,3}/.exec(line.slice(19))?.[0] ?? '';
  return Date.parse(`${line.slice(0, 19).replace(' ', 'T')}${fraction}Z`);
}

function longAgo(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 120 ? `${whole} s ago` : `${Math.round(whole / 60)} min ago`;
}

/** Errors of an instance follow from whatever is wrong with those it works with: its host, its broker, the name servers. */
function blames({ topology }: VerifyContext, { instance }: Member): Blame[] {
  const related = topology.instances.filter(
    (other) =>
      other.name === instance.name || isNameServer(other) || replicasOf(topology, instance).includes(other),
  );
  const checks = ['process', 'ports', 'answers', 'configuration', 'paths', 'replication', 'disk', 'messages'];
  return related.flatMap(({ name }) => blame(name, ...checks));
}

/** The meaning of a line of a running instance's log; `lasting`: it will not pass without a repair. */
type LogCause = Cause & { readonly lasting: boolean };

/** Errors that come and go with others, and their meaning while they come. Read in the sources of 4.9.4 and 5.3. */
const PASSING: readonly (Cause & { readonly pattern: RegExp })[] = [
  {
    pattern: /sync\w+ Exception/i,
    cause: 'a slave could not copy topics and offsets from its master',
    hint: 'the slave asks its master’s listenPort and listenPort - 2 every 10 s: check that it runs and is reachable',
  },
  {
    pattern: /registerBroker Exception|Failed to register current broker/,
    cause: 'a broker could not register with a name server',
    hint: 'check that the name server runs and is reachable from the broker’s host',
  },
  {
    pattern: /(?:physic|logics?) disk .*(?:maybe|will be) full soon/,
    cause: 'the disk of the store is nearly full',
    hint: 'free space there, or lower fileReservedTime',
  },
];

/** Lines that brokers call errors and are none: a connection to the replication port was closed, as a probe of it does. */
const NOISE = /read socket\[.*\] < 0|processReadEvent e(?:rror|xception)|FlowMonitor - Interrupted/;

export function isNoise(line: string): boolean {
  return NOISE.test(line);
}

export function explainLogLine(line: string): LogCause | undefined {
  const passing = PASSING.find(({ pattern }) => pattern.test(line));
  if (passing !== undefined) return { cause: passing.cause, hint: passing.hint, lasting: false };
  const cause = recogniseCause([line]);
  return cause === undefined ? undefined : { ...cause, lasting: true };
}
