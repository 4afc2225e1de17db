import type { Places } from '../roles/role.ts';
import type { Instance } from '../topology/topology.ts';

/** One file that an instance writes. */
export interface LogFile {
  readonly host: string;
  readonly instance: string;
  /** absolute, on the host */
  readonly path: string;
  /** each record begins with a stamp, so that a line without one belongs to the record before it; not so the console */
  readonly stamped: boolean;
}

/** What --log calls the output of the process itself. */
export const CONSOLE = 'console';

/**
 * The logs of an instance.
 * @param names "console", or names of RocketMQ's own (store, remoting, ...); default: the console and the role's main log,
 *   which RocketMQ calls by the role (rocketmq: "Logs")
 */
export function logFilesOf(instance: Instance, places: Places, names: readonly string[] = []): LogFile[] {
  const wanted = names.length === 0 ? [CONSOLE, instance.role] : [...new Set(names)];
  return wanted.map((name) => ({
    host: instance.host,
    instance: instance.name,
    path: name === CONSOLE ? places.console : `${places.logs}/logs/rocketmqlogs/${name}.log`,
    stamped: name !== CONSOLE,
  }));
}
