import type { Change, Resource, ResourceKey } from '../../resources/resource.ts';

/**
 * The changes of what is selected, and of what that needs. What is only to be restarted is no such need: it runs. Nor is a
 * restart's turn, which is settled afterwards among those that are chosen here (order.ts).
 */
export function selectChanges(
  resources: readonly Resource[],
  changes: ReadonlyMap<ResourceKey, Change>,
  isSelected: (resource: Resource) => boolean,
): Map<ResourceKey, Change> {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const seen = new Set<ResourceKey>();
  const take = ({ key, needs }: Resource): void => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const need of needs) {
      const needed = byKey.get(need);
      if (needed !== undefined && changes.get(need)?.action !== 'restart') take(needed);
    }
  };
  for (const resource of resources) if (changes.has(resource.key) && isSelected(resource)) take(resource);
  return new Map([...changes].filter(([key]) => seen.has(key)));
}
