import { keyOf, type ResourceKey } from '../../model/resource-address.ts';
import type { Change, Resource } from '../../resources/resource.ts';

/**
 * The changes of what is selected, and of what that needs. What is only to be restarted is no such need: it runs. Nor is a
 * restart's turn, which is settled afterwards among those that are chosen here (order.ts).
 */
export function selectChanges(
  resources: readonly Resource[],
  changes: ReadonlyMap<ResourceKey, Change>,
  isSelected: (resource: Resource) => boolean,
): Map<ResourceKey, Change> {
  const byKey = new Map(resources.map((resource) => [keyOf(resource), resource]));
  const seen = new Set<ResourceKey>();
  const take = (key: ResourceKey): void => {
    const resource = byKey.get(key);
    if (resource === undefined || seen.has(key)) return;
    seen.add(key);
    for (const need of resource.needs) if (changes.get(need)?.action !== 'restart') take(need);
  };
  for (const [key, resource] of byKey) if (changes.has(key) && isSelected(resource)) take(key);
  return new Map([...changes].filter(([key]) => seen.has(key)));
}
