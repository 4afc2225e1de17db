import type { RmqctlError } from '../../errors.ts';
import type { Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { usageError } from '../../errors.ts';
import { globRegex } from '../../std/regex.ts';

/** The host and the instance of a thing, which --limit selects by. */
export interface Selectable {
  readonly host: string;
  readonly instance?: string | undefined;
}

/**
 * The selection of --limit's patterns: hosts, instances and roles (namesrv, broker, master, slave), with `*` for any characters
 * and `?` for one. No pattern selects everything.
 */
export function selector(topology: Topology, patterns: readonly string[]): (thing: Selectable) => boolean {
  if (patterns.length === 0) return () => true;
  const globs = patterns.map((pattern) => globRegex(pattern));
  const byName = new Map(topology.instances.map((instance) => [instance.name, instance]));
  return ({ host, instance }) => {
    const names = [host, ...(instance === undefined ? [] : namesOf(instance, byName.get(instance)))];
    return globs.some((pattern) => names.some((name) => pattern.test(name)));
  };
}

/**
 * The selection of --limit's patterns for commands that know from the inventory all there is to select: a mistyped name is an
 * error.
 * @throws RmqctlError USAGE (exit 2) for a pattern that selects nothing
 */
export function strictSelector(
  topology: Topology,
  patterns: readonly string[],
): (thing: Selectable) => boolean {
  for (const pattern of patterns) {
    const isSelected = selector(topology, [pattern]);
    const found =
      topology.hosts.some(({ name }) => isSelected({ host: name })) ||
      topology.instances.some(({ host, name }) => isSelected({ host, instance: name }));
    if (!found) throw selectsNothing(topology, pattern);
  }
  return selector(topology, patterns);
}

function selectsNothing({ hosts, instances }: Topology, pattern: string): RmqctlError {
  const names = [...hosts, ...instances].map(({ name }) => name);
  return usageError(
    `--limit is "${pattern}", which no host, role or instance is called`,
    `there are ${[...new Set(names)].join(', ')}; quote a * for the shell`,
  );
}

function namesOf(name: string, instance: Instance | undefined): string[] {
  if (instance === undefined) return [name];
  return [name, instance.role, ...(instance.broker === undefined ? [] : [instance.broker.kind])];
}
