import type { Instance, Topology } from '../topology/topology.ts';

/** What --limit looks at: where a thing is, and whose it is. */
export interface Selectable {
  readonly host: string;
  readonly instance?: string | undefined;
}

/**
 * What --limit's patterns select: hosts, instances and roles (namesrv, broker, master, slave), with `*` for any characters
 * and `?` for one. No pattern selects everything.
 */
export function selector(topology: Topology, patterns: readonly string[]): (thing: Selectable) => boolean {
  if (patterns.length === 0) return () => true;
  const globs = patterns.map(glob);
  const byName = new Map(topology.instances.map((instance) => [instance.name, instance]));
  return ({ host, instance }) => {
    const names = [host, ...(instance === undefined ? [] : namesOf(instance, byName.get(instance)))];
    return globs.some((pattern) => names.some((name) => pattern.test(name)));
  };
}

function namesOf(name: string, instance: Instance | undefined): string[] {
  if (instance === undefined) return [name];
  return [name, instance.role, ...(instance.broker === undefined ? [] : [instance.broker.kind])];
}

function glob(pattern: string): RegExp {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
