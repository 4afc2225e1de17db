import type { ResourceKey } from '../resources/resource.ts';
import type { Role } from '../roles/role.ts';
import type { Instance, Topology } from '../topology/topology.ts';
import type { Step } from './plan.ts';

/**
 * In which phase each step can be made: one after all gates that it waits for, on whatever host, 0 being the first.
 * @param steps ordered by their needs
 */
export function phases(steps: readonly Step[]): ReadonlyMap<ResourceKey, number> {
  const gated = new Set(steps.filter(({ gate }) => gate !== undefined).map(({ key }) => key));
  const phaseOf = new Map<ResourceKey, number>();
  for (const { key, needs } of steps) {
    const after = needs.map((need) => (phaseOf.get(need) ?? 0) + (gated.has(need) ? 1 : 0));
    phaseOf.set(
      key,
      after.reduce((latest, phase) => Math.max(latest, phase), 0),
    );
  }
  return phaseOf;
}

/** What starts in each phase, in words: ["name servers", "masters", "slaves"]. */
export function phaseWords(
  steps: readonly Step[],
  phaseOf: ReadonlyMap<ResourceKey, number>,
  { topology, roles }: { readonly topology: Topology; readonly roles: readonly Role[] },
): readonly string[] {
  const instances = new Map(topology.instances.map((instance) => [instance.name, instance]));
  const words: Set<string>[] = [];
  for (const { key, kind, instance } of steps) {
    const started = kind === 'service' ? instances.get(instance ?? '') : undefined;
    if (started === undefined) continue;
    const phase = phaseOf.get(key) ?? 0;
    words[phase] ??= new Set();
    words[phase].add(groupOf(started, roles));
  }
  return Array.from(words, (group) => [...(group ?? [])].join(' and '));
}

function groupOf({ role, broker }: Instance, roles: readonly Role[]): string {
  return `${broker?.kind ?? roles.find(({ id }) => id === role)?.title ?? role}s`;
}
