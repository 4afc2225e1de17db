import { sh, type Script } from '../../shell/script.ts';

/** What a supervisor needs to know of an instance. */
export interface Supervised {
  readonly instance: string;
  /** <cluster>-<instance>.service */
  readonly unit: string;
  /** the instance's start script; it ends in exec, so its pid is the process's */
  readonly startScript: string;
  /** where the start script writes its pid */
  readonly pidFile: string;
  /** who runs it; empty: whoever rmqctl is on the host */
  readonly user: string;
}

/** An instance as its unit file has it. */
export interface UnitInputs {
  /** one line for people: "RocketMQ broker-a of cluster prod" */
  readonly description: string;
  readonly user: string;
  readonly group: string;
  /** absolute path of the instance's start script */
  readonly startScript: string;
  /** true if the unit raises the limits of open files and locked memory */
  readonly limits: boolean;
}

/** How a process is stopped. */
export interface Stopping {
  /** it is given so long to flush and go after SIGTERM; a 3.2.6 master may wait 90 s for its replication */
  readonly seconds: number;
  /** then SIGKILL, which is told; else it goes on living, and the stop has failed */
  readonly force?: boolean | undefined;
}

/** What decides whether a supervisor can be used on a host: part of its facts (hosts/facts.ts). */
export interface Supervising {
  /** true: scripts run as root there */
  readonly root: boolean;
  /** ids of the supervisors whose `runs` holds there */
  readonly supervisors: readonly string[];
}

/** The units of a supervisor, those of other programs included. */
export interface Units {
  /** Prints the unit that the process `$pid` runs in; nothing if it runs in none. */
  readonly ofProcess: Script;
  /** the command that stops a unit, for people */
  stopping(unit: string): string;
}

/** What keeps an instance running. A new one is a file and a line in registry.ts. */
export interface Supervisor {
  /** the word of the inventory's `supervisor`: "systemd" */
  readonly id: string;
  /** Condition: it runs the host's services. The host's facts keep the answer. Absent: it needs nothing of the host. */
  readonly runs?: Script;
  /** Why it cannot be used on a host, as a clause: "rmqctl is not root"; undefined if it can. */
  unfit(host: Supervising): string | undefined;
  /** true: it raises the limits of open files and locked memory beyond those of the login */
  readonly raisesLimits: boolean;
  /** programs that its scripts call, beside those of every script */
  readonly tools: readonly string[];
  /** The file it needs of an instance, owned by root, mode 644 unless said; absent if the start script is enough. */
  unitFile?(unit: string, inputs: UnitInputs): { path: string; content: string; mode?: string };
  /** What it must be told when such a file is gone. */
  readonly unitGone?: Script;
  /** Sets the shell variable `pid`: the instance's process, 0 when it does not run. */
  findPid(instance: Supervised): Script;
  /**
   * Calls a shell function for each instance, with its unit as argument, and in variables what the supervisor knows: `pid` as
   * above, and, empty if it does not know: `restarts`, how often it has started the process again by itself since it was last
   * started on purpose; `returning`, "yes" if it is about to do so; `exit_status` of the process that ended last.
   */
  observe(instances: readonly Supervised[], call: Script): Script;
  /** Succeeds when the instance starts with the host. */
  isEnabled(instance: Supervised): Script;
  start(instance: Supervised): Script;
  /** The same in the words of a person, on a host where it has never run. */
  startByHand(instance: Supervised): Script;
  /** Succeeds when it does not run, but is about to be started again: it has just died. */
  isReturning(instance: Supervised): Script;
  /** Stops the process by SIGTERM and waits until it is gone; nothing when it does not run. Fails when it stays. */
  stop(instance: Supervised, how: Stopping): Script;
  /** Stops it and keeps it from starting again. */
  retire(instance: Supervised, how: Stopping): Script;
  readonly units?: Units;
  /** For people: what else starts an instance anew, and the manual page about it; absent: nothing of its own. */
  readonly words: { readonly restart?: string; readonly manual?: readonly [name: string, section: number] };
}

/** The end of a stop without --force: the process, `pid`, keeps running after SIGTERM, and the step has failed. */
export function stayed(seconds: number): Script {
  return sh`
    echo "pid $pid did not end within ${seconds} s of SIGTERM; it goes on ending (--force would kill it)"
    exit 1`;
}

/** SIGKILL, said aloud: what was not flushed is lost, or recovered at the next start. */
export function killed(kill: Script, seconds: number): Script {
  return sh`
    warn "pid $pid did not end within ${seconds} s of SIGTERM: killed (SIGKILL), as --force asks"
    ${kill}`;
}
