import type { Script } from '../shell/script.ts';

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

/** Who keeps an instance running: systemd where it is PID 1, else nohup. */
export interface Supervisor {
  readonly id: 'systemd' | 'nohup';
  /** Sets the shell variable `pid`: the instance's process, 0 when it does not run. */
  findPid(instance: Supervised): Script;
  /** Succeeds when the instance starts with the host. */
  isEnabled(instance: Supervised): Script;
  start(instance: Supervised): Script;
  /** The same in the words of a person, on a host where it has never run. */
  startByHand(instance: Supervised): Script;
  /** Stops the process by SIGTERM and waits until it is gone; nothing when it does not run. */
  stop(instance: Supervised): Script;
  /** Stops it and keeps it from starting again. */
  retire(instance: Supervised): Script;
}
