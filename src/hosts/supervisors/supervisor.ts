import type { UnitInputs } from './systemd-unit.ts';
import type { Script } from '../../shell/script.ts';
import type { Facts } from '../facts.ts';

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

/** A file by which a supervisor knows an instance; owned by root, mode 644. */
export interface UnitFile {
  /** of resources/: what else is to be done when it goes */
  readonly kind: 'unit' | 'file';
  /** absolute */
  readonly path: string;
  readonly content: string;
}

/** How a process is stopped. */
export interface Stopping {
  /** it is given so long to flush and go after SIGTERM; a 3.2.6 master may wait 90 s for its replication */
  readonly seconds: number;
  /** then SIGKILL, which is told; else it goes on living, and the stop has failed */
  readonly force?: boolean | undefined;
}

/** Who keeps an instance running. A new one is a file, a line in supervisors.ts and a word in inventory/schema/schema.ts. */
export interface Supervisor {
  /** the word of the inventory's `supervisor`: "systemd" */
  readonly id: string;
  /** Why it cannot be used on a host, as a clause: "rmqctl is not root"; undefined where it can. */
  unfit(facts: Facts): string | undefined;
  /** The file it needs of an instance; absent where the start script is enough. */
  unitFile?(unit: string, inputs: UnitInputs): UnitFile;
  /** Sets the shell variable `pid`: the instance's process, 0 when it does not run. */
  findPid(instance: Supervised): Script;
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
}
