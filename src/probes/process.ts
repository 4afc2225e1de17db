import { parseStartedFrom, type Sources, type StartedFrom, startedFromProbe } from '../hosts/started-from.ts';
import { supervisorNamed } from '../hosts/supervisors/registry.ts';
import type { Supervised } from '../hosts/supervisors/supervisor.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import type { Probe } from './probe.ts';

/** The process of an instance, by its host. */
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
  /** of the release whose home it was started from */
  readonly release: string | undefined;
  /** how often its supervisor has started it again; undefined if it does not count */
  readonly restarts: number | undefined;
  /** its supervisor is about to start it again */
  readonly returning: boolean;
  /** of the last process that ended; undefined if its supervisor does not know */
  readonly exitStatus: number | undefined;
  /** last lines of its console and logs, where they were asked for */
  readonly lastWords: readonly string[];
}

/**
 * Defines the shell function `observed UNIT`, which a supervisor calls (hosts/supervisors/supervisor.ts: observe): NAME=VALUE lines.
 * @param startedFrom prints what the process `$pid` was started from
 * @param otherwise what it does besides where the process does not run well
 */
function observed(startedFrom: Script, otherwise: Script): Script {
  return sh`
    observed() {
      echo "unit=$1"
      echo "restarts=$restarts"
      echo "returning=$returning"
      echo "exit-status=$exit_status"
      if alive "\${pid:-0}"; then
        echo "pid=$pid"
        ${startedFrom}
        for jar in "$(process_variable "$pid" ROCKETMQ_HOME)"/lib/rocketmq-common-*.jar; do echo "jar=\${jar##*/}"; done
        echo "user=$(stat -c %U "/proc/$pid")"
        echo "stat=$stat"
        read -r up _ </proc/uptime
        echo "up=$up"
        grep '^Max open files' "/proc/$pid/limits"
        tr '\0' '\n' <"/proc/$pid/cmdline" | sed 's/^/arg=/'
        [ "\${restarts:-0}" != 0 ] || return 0
      fi
      ${otherwise}
    }`;
}

/** The process of one instance; where it does not run, or was started again, with its last words. */
export function processOf(
  supervisor: string,
  instance: Supervised & Sources,
  { console, evidence }: { readonly console: string; readonly evidence: readonly string[] },
): Probe<ProcessState> {
  return {
    id: 'process',
    script: lines([
      observed(
        startedFromProbe(instance),
        sh`
          echo last-words
          evidence ${console} ${evidence}`,
      ),
      supervisorNamed(supervisor).observe([instance], sh`observed`),
    ]),
    parse: parseProcess,
  };
}

/** The processes of instances, by their units; without what they were started from and their last words. */
export function processesOf(
  supervisor: string,
  instances: readonly Supervised[],
): Probe<ReadonlyMap<string, ProcessState>> {
  return {
    id: 'processes',
    script: lines([observed(sh``, sh`:`), supervisorNamed(supervisor).observe(instances, sh`observed`)]),
    parse(text) {
      const [, ...parts] = text.split(/^unit=/m);
      return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), parseProcess(part)]));
    },
  };
}

/** Clock ticks a second in /proc (USER_HZ): 100 on every architecture that Java runs on. */
const TICKS = 100;
/** Fields of /proc/PID/stat behind the name in brackets: the state first, the start time the twentieth (proc(5)). */
const START_TIME = 19;

function parseProcess(text: string): ProcessState {
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
    release: /^jar=\D*(\d+\.\d+\.\d+)[^/]*\.jar$/m.exec(facts)?.[1],
    restarts: number(value('restarts')),
    returning: value('returning') === 'yes',
    exitStatus: number(value('exit-status')),
    lastWords: words.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('--- ')),
  };
}

/** Seconds since it was started. */
export function age({ startedAt, up }: ProcessState): number | undefined {
  return startedAt === undefined || up === undefined ? undefined : Math.max(0, up - startedAt);
}
