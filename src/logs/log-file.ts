import type { Places } from '../roles/role.ts';
import type { Instance } from '../model/instance.ts';

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
const CONSOLE = 'console';
/** What the JVM writes, not RocketMQ: lines that stand for themselves, beside RocketMQ's own folder. */
const OF_THE_JVM = [CONSOLE, 'gc'];

/** Where the logs of an instance lie: the JVM's, and RocketMQ's. */
export function logFolders({ logs }: Pick<Places, 'logs'>): readonly [string, string] {
  return [logs, `${logs}/logs/rocketmqlogs`];
}

/**
 * The logs of an instance.
 * @param names "console", "gc", or names of RocketMQ's own (store, remoting, ...); default: the console and the role's main log,
 *   which RocketMQ calls by the role (rocketmq: "Logs")
 */
export function logFilesOf(instance: Instance, places: Places, names: readonly string[] = []): LogFile[] {
  const wanted = names.length === 0 ? [CONSOLE, instance.role] : [...new Set(names)];
  const [ofTheJvm, own] = logFolders(places);
  return wanted.map((name) => {
    const stamped = !OF_THE_JVM.includes(name);
    return {
      host: instance.host,
      instance: instance.name,
      path: `${stamped ? own : ofTheJvm}/${name}.log`,
      stamped,
    };
  });
}
