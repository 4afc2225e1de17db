import { parseStartedFrom, type StartedFrom } from '../../resources/service/started-from.ts';

/** What a process's probe printed (checks/process.ts), as data. */
export interface ProcessState extends StartedFrom {
  /** absent: it does not run */
  readonly pid: number | undefined;
  /** one letter of /proc/PID/stat: R, S, D, T (stopped) */
  readonly state: string | undefined;
  readonly user: string;
  /** seconds after the host's start at which it was started, and seconds since the host's start */
  readonly startedAt: number | undefined;
  readonly up: number | undefined;
  readonly openFiles: number | undefined;
  readonly args: readonly string[];
  /** how often its supervisor has started it again by itself; 0 if it does not count */
  readonly restarts: number;
  /** its supervisor is about to start it again */
  readonly returning: boolean;
  /** of the last process that ended; undefined if its supervisor does not know */
  readonly exitStatus: number | undefined;
  /** last lines of its console and logs, where they were asked for */
  readonly lastWords: readonly string[];
}

/** Clock ticks a second in /proc (USER_HZ): 100 on every architecture that Java runs on. */
const TICKS = 100;
/** Fields of /proc/PID/stat behind the name in brackets: the state first, the start time the twentieth (proc(5)). */
const START_TIME = 19;

export function parseProcess(text: string): ProcessState {
  const [facts = '', words = ''] = text.split(/^last-words$/m);
  const value = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(facts)?.[1];
  const number = (found: string | undefined): number | undefined =>
    found === undefined || found === '' || Number.isNaN(Number(found)) ? undefined : Number(found);
  const stat = value('stat');
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const ticks = number(fields[START_TIME]);
  return {
    pid: number(value('pid')),
    state: fields[0],
    ...parseStartedFrom(value),
    user: value('user') ?? '',
    startedAt: ticks === undefined ? undefined : ticks / TICKS,
    up: number(value('up')),
    openFiles: number(/^Max open files\s+(\d+)/m.exec(facts)?.[1]),
    args: [...facts.matchAll(/^arg=(.*)$/gm)].map(([, arg = '']) => arg),
    restarts: number(value('restarts')) ?? 0,
    returning: value('returning') === 'yes',
    exitStatus: number(value('exit-status')),
    lastWords: words.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('--- ')),
  };
}

/** Seconds since it was started. */
export function age({ startedAt, up }: ProcessState): number | undefined {
  return startedAt === undefined || up === undefined ? undefined : Math.max(0, up - startedAt);
}
