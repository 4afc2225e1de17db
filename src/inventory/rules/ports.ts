import { groupBy } from '../../std/group-by.ts';
import type { InstanceDraft } from '../instance-draft.ts';
import type { Instance } from '../../model/instance.ts';
import type { Port } from '../../model/port.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { inSeries, quoted } from '../schema/quoted.ts';
import type { Rule } from '../rule.ts';

/** The path of each instance's port if that is given, else of its host. */
function placesOfPorts(drafts: readonly InstanceDraft[]): (name: string) => Path {
  const byName = groupBy(drafts, ({ name }) => name);
  return (name) => {
    const [draft] = byName.get(name) ?? [];
    if (draft === undefined) return [];
    return draft.ports.given === undefined ? draft.hostAt : [...draft.at, 'port'];
  };
}

/** Ports at a distance from the main one can fall outside of TCP's range. */
export const portRange: Rule = ({ topology, drafts }) => {
  const portAt = placesOfPorts(drafts);
  return topology.instances.flatMap(({ name, port, ports }) => {
    const outside = ports.find((candidate) => candidate.port < 1 || candidate.port > 65535);
    if (outside === undefined) return [];
    const owner = `${quoted(name)} (${outside.purpose}, derived from port ${port})`;
    return [findingAt('OUT_OF_RANGE', portAt(name), { port: outside.port, name: owner })];
  });
};

/** Listening there is root's (ip(7), ip_unprivileged_port_start), and the instances run as another user. */
const FIRST_OF_ALL = 1024;

export const portsOfRoot: Rule = ({ topology, drafts }) => {
  if (topology.user === 'root') return [];
  const portAt = placesOfPorts(drafts);
  return topology.instances.flatMap(({ name, ports }) => {
    const low = ports.find(({ port }) => port < FIRST_OF_ALL);
    // numbers below 1 are reported by portRange
    if (low === undefined || ports.some(({ port }) => port < 1)) return [];
    const values = { name: quoted(name), port: low.port, purpose: low.purpose };
    return [findingAt('PORT_OF_ROOT', portAt(name), values)];
  });
};

/** An instance with one of its ports. */
interface Listening {
  readonly instance: Instance;
  readonly port: Port;
}

/** Two instances of a host must not listen on one port. Instances of one name are left to another rule: their ports are guesses. */
export const portClashes: Rule = ({ topology: { instances }, drafts }) => {
  const portAt = placesOfPorts(drafts);
  const byName = groupBy(instances, ({ name }) => name);
  const listening = instances
    .filter(({ name }) => byName.get(name)?.length === 1)
    .flatMap((instance) => instance.ports.map((port): Listening => ({ instance, port })));
  const clashes = [...groupBy(listening, ({ instance, port }) => `${port.port} ${instance.host}`).values()]
    .flatMap(([first, ...rest]) => rest.map((second) => ({ first: first ?? second, second })))
    .filter(({ first, second }) => first.instance !== second.instance);
  // two brokers next to each other meet at several ports: one is reported
  const pairs = groupBy(clashes, ({ first, second }) => `${first.instance.name} ${second.instance.name}`);
  return [...pairs.values()].flatMap((met) => met.slice(0, 1).map((clash) => clashFinding(clash, portAt)));
};

function clashFinding(
  { first, second }: { readonly first: Listening; readonly second: Listening },
  portAt: (name: string) => Path,
): RuleFinding {
  const { name, host, ports } = second.instance;
  const values = {
    name: quoted(name),
    other: quoted(first.instance.name),
    port: second.port.port,
    host: quoted(host),
    purposes: `${second.port.purpose} and ${first.port.purpose}`,
  };
  const taken = ports
    .map(({ port }) => port)
    .toSorted((a, b) => a - b)
    .map(String);
  const hint =
    ports.length > 1 ? `choose another \`port\`: ${quoted(name)} takes ${inSeries(taken)}` : undefined;
  return findingAt('PORT_CLASH', portAt(name), values, { hint });
}
