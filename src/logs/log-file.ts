import type { Places } from '../roles/role.ts';
import type { Instance } from '../model/instance.ts';
import { ask, type Probe } from '../probes/probe.ts';
import { sh } from '../shell/script.ts';
import type { Transport } from '../transport/transport.ts';

/** One file that an instance writes. */
export interface LogFile {
  readonly host: string;
  readonly instance: string;
  /** absolute, on the host */
  readonly path: string;
  /** each record begins with a stamp, so that a line without one belongs to the record before it; not so the console */
  readonly stamped: boolean;
}

/** The output of the process itself, for --log. */
const CONSOLE = 'console';
/** Logs of the JVM, not RocketMQ: each line is a record; they lie beside RocketMQ's folder. */
const OF_THE_JVM = [CONSOLE, 'gc'];

/** Where the logs of an instance lie: the JVM's, and RocketMQ's. */
export function logFolders({ logs }: Pick<Places, 'logs'>): readonly [string, string] {
  return [logs, `${logs}/logs/rocketmqlogs`];
}

/**
 * The logs of an instance.
 * @param names "console", "gc", or names of RocketMQ's own (store, remoting, ...); default: the console and the role's main log,
 *   which RocketMQ calls by the role
 */
export function logFilesOf(instance: Instance, places: Places, names: readonly string[] = []): LogFile[] {
  const wanted = names.length === 0 ? [CONSOLE, instance.role] : [...new Set(names)];
  const [ofTheJvm, own] = logFolders(places);
  return wanted.map((name) => {
    const stamped = !OF_THE_JVM.includes(name);
    const path = `${stamped ? own : ofTheJvm}/${name}.log`;
    return { host: instance.host, instance: instance.name, path, stamped };
  });
}

const ENDING = '.log';

/** The names that --log takes, of the logs that lie in these folders of a host. */
function namesIn(folders: readonly string[]): Probe<readonly string[]> {
  return {
    id: 'log-names',
    script: sh`
      for folder in ${folders}; do
        for file in "$folder"/*${ENDING}; do [ ! -f "$file" ] || echo "\${file##*/}"; done
      done`,
    parse: (text) =>
      text
        .split('\n')
        .filter((name) => name.endsWith(ENDING))
        .map((name) => name.slice(0, -ENDING.length)),
  };
}

/** Asks a host for them. @throws RmqctlError of `ask` */
export async function logNames(
  transport: Transport,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names = namesIn(folders);
  return (await ask(transport, [names], { signal })).of(names);
}
