import type { Fleet } from '../bed/hosts.ts';

/** What is so on a host, asked of the host itself and not of rmqctl. */

/** The running instances and their pids, by the environment that each was started with. */
export async function processes(fleet: Fleet, host: string): Promise<ReadonlyMap<string, number>> {
  const list = `cd /proc && for pid in [0-9]*; do
    name=$(tr '\\0' '\\n' <"$pid/environ" 2>/dev/null | grep '^RMQCTL_INSTANCE=') || continue
    [ "$(cat "$pid/comm")" = java ] && echo "\${name#*=} $pid"
  done; true`;
  const { stdout } = await fleet.exec(host, list);
  return new Map(lines(stdout).map((line) => [line.split(' ')[0]!, Number(line.split(' ')[1])]));
}

/** The processes of several hosts; instance names are unique in a cluster. */
export async function allProcesses(
  fleet: Fleet,
  ...hosts: readonly string[]
): Promise<ReadonlyMap<string, number>> {
  const maps = await Promise.all(hosts.map((host) => processes(fleet, host)));
  return new Map(maps.flatMap((map) => [...map]));
}

/** The names that two such maps do not agree on, sorted: instances that were restarted, files that were changed. */
export function differences<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}

/** Every file, link and directory below some directories, with its mode, owner and content's sha256 or target. */
export async function files(
  fleet: Fleet,
  host: string,
  ...directories: readonly string[]
): Promise<ReadonlyMap<string, string>> {
  const places = directories.join(' ');
  const list = `find ${places} -printf '%p\\t%y %m %u:%g %l\\n' 2>/dev/null
    find ${places} -type f -exec sha256sum {} + 2>/dev/null | sed 's/^\\([0-9a-f]*\\)  \\(.*\\)/\\2\\t\\1/'`;
  const { stdout } = await fleet.exec(host, list);
  const found = new Map<string, string>();
  for (const line of lines(stdout)) {
    const [path = '', fact = ''] = line.split('\t');
    found.set(path, `${found.get(path) ?? ''}${fact}`);
  }
  return found;
}

/** The ports that firewalld lets through now and after a reboot, ascending. */
export async function openPorts(fleet: Fleet, host: string): Promise<readonly number[]> {
  const { stdout } = await fleet.exec(
    host,
    'firewall-cmd --list-ports; firewall-cmd --permanent --list-ports',
  );
  const [now = [], later = []] = stdout
    .split('\n')
    .map((line) => line.split(' ').map((word) => parseInt(word, 10)));
  return now.filter((port) => later.includes(port)).sort((a, b) => a - b);
}

/** Whether a host accepts connections from another on a port. */
export async function reaches(fleet: Fleet, from: string, to: string, port: number): Promise<boolean> {
  return (await fleet.exec(from, `nc -z -w 1 ${fleet.host(to).ip} ${port}`)).code === 0;
}

function lines(text: string): string[] {
  return text.split('\n').filter(Boolean);
}
