import type { Readiness } from '../../hosts/readiness.ts';
import type { Supervised, Supervisor } from '../../hosts/supervisors/supervisor.ts';
import type { Sources, StartedFrom } from '../../hosts/started-from.ts';

/** What identifies an instance's process on its host. */
export interface ServiceRef extends Supervised {
  readonly supervisor: Supervisor['id'];
}

/** What is wanted of it. */
export interface Service extends ServiceRef, Sources {
  /** exists when an input was replaced and the process has not been restarted since */
  readonly restartMark: string;
  readonly ready: Readiness;
  /** it is restarted after all others, which do not wait for it */
  readonly restartsLast?: boolean | undefined;
  /** options that its JVM must be seen to run with; of one given twice the last counts */
  readonly jvm?: readonly string[] | undefined;
  /** seconds a start may take, and a stop */
  readonly timeout: number;
  /** what an operation asks for whatever the inventory wants of it (plan/steps/operations.ts); absent: as the inventory wants it */
  readonly wish?: 'started' | 'stopped' | 'restarted' | undefined;
  /** SIGKILL for a process that does not end in time */
  readonly force?: boolean | undefined;
}

/** What was found of it. */
export interface FoundService extends StartedFrom {
  readonly pid: number;
  /** its start script is there: it has been deployed */
  readonly installed: boolean;
  /** it does not run, but its supervisor is about to start it again */
  readonly returning: boolean;
  readonly enabled: boolean;
  readonly marked: boolean;
  /** what the running process lacks to be ready; empty when nothing */
  readonly missing: string;
}
