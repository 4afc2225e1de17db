import { parseFirewalls } from '../../hosts/firewalls/registry.ts';
import { connections, type HostPath, hostPaths } from '../../model/connections.ts';
import type { CheckEvent } from '../../model/events.ts';
import type { Host } from '../../model/host.ts';
import type { Topology } from '../../model/topology.ts';
import type { PortOwner } from '../../probes/port-owners.ts';
import { newMark } from '../../probes/remote-script.ts';
import { groupBy } from '../../std/group-by.ts';
import type { Asked } from './ask.ts';
import { dialEach } from './dial.ts';
import { listen, type Listener } from './listener.ts';
import { hostFirewall, instancePorts, ownership } from './probes.ts';
import { type DialledHost, judgeReachability, type Try } from './reachability.ts';

interface NetworkOptions {
  readonly topology: Topology;
  /** paths to or from any other host are not tried */
  readonly hosts: readonly Host[];
  readonly asked: readonly Asked[];
  readonly signal?: AbortSignal | undefined;
}

/** Seconds that a connection may take: the kernel sends its first packet again after 1 and 3. */
const DIAL_SECONDS = 5;
/** Seconds after which listeners exit, whatever becomes of this program. */
const LISTEN_SECONDS = 60;
/** Milliseconds that a listener may take to come up; Java compiles it first. */
const LISTEN_PATIENCE = 20_000;

/** What is known of the hosts, by their names. */
interface Situation {
  readonly asked: ReadonlyMap<string, Asked>;
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Dials every connection that the cluster will need, from the hosts that will need it. Where nothing listens yet a listener is
 * started for that time; what runs already is dialled itself.
 */
export async function network(options: NetworkOptions): Promise<CheckEvent[]> {
  const { topology, hosts, signal } = options;
  const names = new Set(hosts.map(({ name }) => name));
  const needed = connections(topology).filter(({ standby }) => standby !== true);
  const paths = hostPaths(needed).filter(({ from, to }) => names.has(from) && names.has(to));
  const asked = new Map(options.asked.map((each) => [each.subject.host.name, each]));
  const listeners = await listenAll(paths, asked, signal);
  try {
    const bySource = [...groupBy(paths, ({ from }) => from).values()];
    const tries = await Promise.all(bySource.map((group) => dialAll(group, { asked, listeners, signal })));
    return judgeReachability(tries.flat());
  } finally {
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
  }
}

/** Listens on every host that is dialled, on those of its ports that are free; by the host's name. */
async function listenAll(
  paths: readonly HostPath[],
  asked: ReadonlyMap<string, Asked>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Listener>> {
  const opened = [...groupBy(paths, ({ to }) => to)].map(async ([to, group]) => {
    const host = asked.get(to);
    const taken = ownersOn(host).map(({ port }) => port);
    const ports = [...new Set(group.map(({ port }) => port))].filter((port) => !taken.includes(port));
    if (host === undefined || ports.length === 0) return [];
    const listener = await listen({
      transport: host.transport,
      ports,
      word: newMark(),
      seconds: LISTEN_SECONDS,
      javas: host.facts.javas,
      patience: LISTEN_PATIENCE,
      signal,
    });
    return [[to, listener] as const];
  });
  return new Map((await Promise.all(opened)).flat());
}

async function dialAll(group: readonly HostPath[], situation: Situation): Promise<Try[]> {
  const { asked, listeners, signal } = situation;
  const prepared = group.map((path) => {
    const listener = listeners.get(path.to);
    const target = targetOf(asked.get(path.to), listener?.up.includes(path.port) ? listener.word : undefined);
    return { path, target, why: undialable(path, situation) };
  });
  const able = prepared.filter(({ why }) => why === undefined);
  const source = asked.get(group[0]!.from);
  const places = able.map(({ path: { address, port }, target: { word } }) => ({ address, port, word }));
  const options = source && { transport: source.transport, seconds: DIAL_SECONDS, signal };
  const dialled = options === undefined ? [] : await dialEach(places, options);
  return prepared.map((each): Try => {
    const { path, target, why } = each;
    const outcome = why === undefined ? dialled[able.indexOf(each)] : undefined;
    return { path, target, dialled: outcome ?? { kind: 'untried', found: why ?? 'not dialled' } };
  });
}

/** Why a path cannot be tried: a host did not answer, nothing listens on the port, or something else. */
function undialable(
  { from, to, port, callee }: HostPath,
  { asked, listeners }: Situation,
): string | undefined {
  const host = asked.get(to);
  const listener = listeners.get(to);
  if (!asked.has(from)) return `${from} could not be asked`;
  if (host === undefined) return `${to} could not be asked`;
  if (listener?.up.includes(port) === true) return undefined;
  const owner = ownersOn(host).find((one) => one.port === port);
  if (owner === undefined) return listener?.why ?? `nothing could listen on ${port} of ${to}`;
  const whose = ownership(owner, host.subject.topology, callee);
  return whose === 'own' ? undefined : `somebody else has port ${port} of ${to}`;
}

function ownersOn(host: Asked | undefined): readonly PortOwner[] {
  return host?.found(instancePorts) ?? [];
}

function targetOf(host: Asked | undefined, word: string | undefined): DialledHost {
  const firewall = host?.found(hostFirewall) ?? parseFirewalls('');
  const choice = host?.facts.root === true ? host.subject.topology.firewall : 'off';
  return { firewall, choice, word };
}
