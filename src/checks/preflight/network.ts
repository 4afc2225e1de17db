import type { CheckEvent } from '../../model/events.ts';
import { groupBy } from '../../std/group-by.ts';
import type { Host } from '../../model/host.ts';
import type { Topology } from '../../model/topology.ts';
import type { Asked } from './ask.ts';
import { dialEach, type Dialled } from './dial.ts';
import { parseFirewalls } from '../../hosts/firewalls/registry.ts';
import { listen, type Listener } from './listener.ts';
import { newMark } from '../../probes/remote-script.ts';
import type { PortOwner } from '../../probes/port-owners.ts';
import { hostFirewall, instancePorts, ownership } from './probes.ts';
import { judgeReachability, type DialledHost, type Try } from './reachability.ts';
import { connections, type HostPath, hostPaths } from '../../model/connections.ts';

export interface NetworkOptions {
  readonly topology: Topology;
  /** those asked of; a path to or from any other host is not looked at */
  readonly hosts: readonly Host[];
  readonly asked: readonly Asked[];
  readonly signal?: AbortSignal | undefined;
}

/** Seconds that a connection may take: the kernel sends its first packet again after 1 and 3. */
const DIAL_SECONDS = 5;
/** Seconds after which listeners end by themselves, whatever becomes of this program. */
const LISTEN_SECONDS = 60;
/** Milliseconds that a listener may take to come up; Java compiles it first. */
const LISTEN_PATIENCE = 20_000;

/**
 * Dials every connection that the cluster will need, from the hosts that will need it. Where nothing listens yet a listener is put
 * up for that time; what runs already is dialled itself.
 */
export async function network(options: NetworkOptions): Promise<CheckEvent[]> {
  const names = new Set(options.hosts.map(({ name }) => name));
  const needed = connections(options.topology).filter(({ standby }) => standby !== true);
  const wanted = hostPaths(needed).filter(({ from, to }) => names.has(from) && names.has(to));
  const asked = new Map(options.asked.map((each) => [each.subject.host.name, each]));
  const listeners = await listenAll(options, { wanted, asked });
  try {
    const bySource = [...groupBy(wanted, ({ from }) => from)];
    const tries = await Promise.all(
      bySource.map(([from, group]) => dialAll(options, asked.get(from), { group, asked, listeners })),
    );
    return judgeReachability(tries.flat());
  } finally {
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
  }
}

/** Listeners on every host that is dialled, on those of its ports that nobody has; by the host's name. */
async function listenAll(
  { signal }: NetworkOptions,
  { wanted, asked }: { wanted: readonly HostPath[]; asked: ReadonlyMap<string, Asked> },
): Promise<ReadonlyMap<string, Listener>> {
  const opened = [...groupBy(wanted, ({ to }) => to)].map(async ([to, group]) => {
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

interface Situation {
  readonly group: readonly HostPath[];
  readonly asked: ReadonlyMap<string, Asked>;
  readonly listeners: ReadonlyMap<string, Listener>;
}

/** Every connection from one host. */
async function dialAll(
  { signal }: NetworkOptions,
  source: Asked | undefined,
  { group, asked, listeners }: Situation,
): Promise<Try[]> {
  const prepared = group.map((path) => {
    const callee = asked.get(path.to);
    const listener = listeners.get(path.to);
    const why =
      source === undefined
        ? `${path.from} could not be asked`
        : callee === undefined
          ? `${path.to} could not be asked`
          : undialable(path, callee, listener);
    const target = targetOf(callee, listener?.up.includes(path.port) === true ? listener.word : undefined);
    return { path, why, target };
  });
  const able = prepared.filter(({ why }) => why === undefined);
  const dialled =
    source === undefined
      ? []
      : await dialEach(
          able.map(({ path, target }) => ({ address: path.address, port: path.port, word: target.word })),
          { transport: source.transport, seconds: DIAL_SECONDS, signal },
        );
  return prepared.map((each): Try => {
    const { path, why, target } = each;
    const outcome: Dialled | undefined = why === undefined ? dialled[able.indexOf(each)] : undefined;
    return { path, target, dialled: outcome ?? { kind: 'untried', found: why ?? 'not dialled' } };
  });
}

/** Why a port of a host that answered cannot be dialled: nobody is there, or somebody else. */
function undialable(
  { port, to, callee }: HostPath,
  host: Asked,
  listener: Listener | undefined,
): string | undefined {
  if (listener?.up.includes(port) === true) return undefined;
  const { topology } = host.subject;
  const owner = ownersOn(host).find((one) => one.port === port);
  if (owner === undefined) return listener?.why ?? `nothing could listen on ${port} of ${to}`;
  const all = topology.instances.map(({ name }) => name);
  const whose = ownership(owner, topology.cluster, { instance: callee, all });
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
