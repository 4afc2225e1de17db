import { groupBy } from '../../topology/group-by.ts';
import type { InstanceDraft } from '../../topology/role-expansion.ts';
import type { Instance, Port } from '../../topology/topology.ts';
import { error, type Finding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../quoted.ts';
import type { Rule } from '../rule.ts';

/** Where the port of each instance is given, else where the instance is. */
function placesOfPorts(drafts: readonly InstanceDraft[]): (name: string) => Path {
  const byName = groupBy(drafts, ({ name }) => name);
  return (name) => {
    const [draft] = byName.get(name) ?? [];
    if (draft === undefined) return [];
    return draft.ports.given === undefined ? draft.hostAt : [...draft.at, 'port'];
  };
}

/** Ports at a distance from the main one can fall outside of what TCP has. */
export const portRange: Rule = ({ topology, drafts }) => {
  const portAt = placesOfPorts(drafts);
  return topology.instances.flatMap(({ name, port, ports }) => {
    const outside = ports.find((candidate) => candidate.port < 1 || candidate.port > 65535);
    if (outside === undefined) return [];
    const { port: wanted, purpose } = outside;
    const message = `with port ${port}, ${quoted(name)} needs port ${wanted} for ${purpose}, which does not exist`;
    return [error('OUT_OF_RANGE', portAt(name), message, 'ports are 1 to 65535; choose another `port`')];
  });
};

interface Clash {
  readonly first: Instance;
  readonly second: Instance;
  readonly ports: readonly [Port, Port];
}

function clashOf(first: Instance, second: Instance): Clash[] {
  for (const mine of first.ports) {
    const theirs = second.ports.find(({ port }) => port === mine.port);
    if (theirs !== undefined) return [{ first, second, ports: [mine, theirs] }];
  }
  return [];
}

/** Two instances of a host must not listen on one port. */
export const portClashes: Rule = ({ topology: { instances }, drafts }) => {
  const portAt = placesOfPorts(drafts);
  const clashes = [...groupBy(instances, ({ host }) => host).values()].flatMap((onHost) =>
    onHost.flatMap((second, index) =>
      onHost
        .slice(0, index)
        .filter(({ name }) => name !== second.name)
        .flatMap((first) => clashOf(first, second)),
    ),
  );
  return clashes.map(({ first, second, ports: [mine, theirs] }): Finding => {
    const message =
      `${quoted(second.name)} and ${quoted(first.name)} both need port ${mine.port} of ${quoted(second.host)} ` +
      `(${theirs.purpose} and ${mine.purpose})`;
    const hint =
      second.ports.length > 1
        ? 'a broker takes the ports two below and one above its own: keep them 5 apart'
        : 'choose another `port`';
    return error('PORT_CLASH', portAt(second.name), message, hint);
  });
};
