import type { WaitSpec } from '../model/wait.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import { eachPort } from './sockets.ts';

/** A line that a log must hold since this start. */
interface LogLine {
  /** extended regular expression */
  readonly pattern: string;
  /** what it shows, for people: "registration with 10.0.0.1:9876" */
  readonly shows: string;
}

/** The evidence that an instance is ready. */
export interface Readiness {
  /** every port it must listen on */
  readonly ports: readonly number[];
  /** what the process itself prints once it is up, an extended regular expression; absent where it says nothing */
  readonly bootLine?: string | undefined;
  /**
   * what the process prints when it will never be ready although it goes on living, an extended regular expression;
   * absent where it then ends by itself
   */
  readonly hopeless?: string | undefined;
  /** what its log must hold since this start: a broker's registration with each name server */
  readonly logged: readonly LogLine[];
  /** the log these lines are in */
  readonly log?: string | undefined;
  /** file that holds the log's size in bytes when this start began */
  readonly logOffset?: string | undefined;
  /** what the process printed since this start, and nothing else */
  readonly console: string;
  /** what must be so besides, and its own host's script cannot see */
  readonly waits?: readonly WaitSpec[] | undefined;
  /** logs whose last lines tell why a start failed, besides the console */
  readonly evidence: readonly string[];
}

/** Sets `missing` to what is not yet so, or to nothing. Needs `pid`'s process to be alive. */
function findMissing(ready: Readiness): Script {
  const boot =
    ready.bootLine === undefined
      ? sh``
      : sh`grep -Eq -e ${ready.bootLine} ${ready.console} 2>/dev/null || missing='its boot line'`;
  const ports = eachPort(ready.ports, sh`listening "$hex" || missing="port $port"`);
  const logged = ready.logged.map(
    ({ pattern, shows }) =>
      sh`log_since ${ready.log ?? ''} ${ready.logOffset ?? ''} | grep -Eq -e ${pattern} || missing=${shows}`,
  );
  return lines([sh`missing=`, ...logged, ports, boot]);
}

/**
 * Prints what is missing for a running instance to count as ready; nothing when it is. Needs `pid`. Logs are not read:
 * those of an instance that has run for long are large, and what they said of its start is history.
 */
export function readinessProbe(ready: Readiness): Script {
  return lines([findMissing({ ...ready, logged: [] }), sh`printf '%s' "$missing"`]);
}

/**
 * Waits until the instance is ready. Fails at once when its process ends, and at the deadline. It ends when its run is gone:
 * a gate left behind would see the next run replace the process, take that for a death and stop what was just started.
 * The output of a failure: "died", "hopeless" or "late: WHAT IS MISSING", then the last lines of the console and the logs.
 * @param findPid sets `pid`
 * @param timeout seconds
 */
export function readinessGate(
  ready: Readiness,
  options: { findPid: Script; stop: Script; timeout: number },
): Script {
  const giveUp = (verdict: Script): Script => sh`
    echo ${verdict}
    evidence ${ready.console} ${ready.evidence}
    # a supervisor would start it again and again
    ${options.stop}
    exit 1`;
  const hopeless =
    ready.hopeless === undefined
      ? sh``
      : sh`
        if grep -Eq -e ${ready.hopeless} ${ready.console} 2>/dev/null; then
          ${giveUp(sh`hopeless`)}
        fi`;
  return sh`
    ${options.findPid}
    polls=0 until=$(($(date +%s) + ${options.timeout}))
    while :; do
      beat
      if ! alive "$pid"; then
        ${giveUp(sh`died`)}
      fi
      ${hopeless}
      ${findMissing(ready)}
      [ -n "$missing" ] || exit 0
      polls=$((polls + 1))
      if [ $((polls % 10)) = 0 ] && [ "$(date +%s)" -ge "$until" ]; then
        echo "late: $missing"
        evidence ${ready.console} ${ready.evidence}
        exit 1
      fi
      sleep 0.1
    done`;
}

/** The same evidence as commands of a person, but for the ports, which are open when the boot line is printed. */
export function readinessByHand({ bootLine, console, logged, log }: Readiness): Script {
  return lines([
    bootLine === undefined ? sh`` : sh`await ${console} ${bootLine}`,
    ...(log === undefined ? [] : logged.map(({ pattern }) => sh`await ${log} ${pattern}`)),
  ]);
}
