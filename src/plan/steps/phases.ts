import { keyOf, type ResourceKey } from '../../model/resource-address.ts';
import type { Role } from '../../roles/role.ts';
import type { Instance } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { serviceKey } from '../desired/instance-context.ts';
import type { Step } from './plan.ts';

/** When instances start, where none runs yet: in phases, each after all of the one before are ready on every host. */
export interface Phases {
  /** by the key of the instance's service, from 0 */
  readonly starts: ReadonlyMap<ResourceKey, number>;
  /** what starts in each phase: ["name servers", "masters", "slaves"] */
  readonly words: readonly string[];
}

export function phasesOf(topology: Topology, roles: readonly Role[]): Phases {
  const byName = new Map(topology.instances.map((instance) => [instance.name, instance]));
  const known = new Map<string, number>();
  const phase = ({ name, after }: Instance): number => {
    const found = known.get(name) ?? Math.max(-1, ...after.map((other) => phase(byName.get(other)!))) + 1;
    known.set(name, found);
    return found;
  };
  const words: Set<string>[] = [];
  for (const instance of topology.instances)
    (words[phase(instance)] ??= new Set()).add(groupOf(instance, roles));
  return {
    starts: new Map(
      topology.instances.map((instance) => [serviceKey(topology.cluster, instance), phase(instance)]),
    ),
    words: words.map((group) => [...group].join(' and ')),
  };
}

/**
 * In which phase each step of a host can be made: what needs a service, on whatever host, after that service's phase.
 * @param steps ordered by their needs
 */
export function phasesOfSteps(steps: readonly Step[], { starts }: Phases): ReadonlyMap<ResourceKey, number> {
  const phaseOf = new Map<ResourceKey, number>();
  for (const step of steps) {
    const { needs } = step;
    const key = keyOf(step);
    const after = needs.map((need) => {
      const started = starts.get(need);
      return started === undefined ? (phaseOf.get(need) ?? 0) : started + 1;
    });
    phaseOf.set(key, Math.max(starts.get(key) ?? 0, ...after));
  }
  return phaseOf;
}

function groupOf(instance: Instance, roles: readonly Role[]): string {
  const role = roles.find(({ id }) => id === instance.role);
  return `${role?.titleOf?.(instance) ?? role?.title ?? instance.role}s`;
}
