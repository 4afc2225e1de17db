/**
 * Items by a key, groups and items in their order; one pass. (`Map.groupBy` came with Node 21.)
 * @param keyOf the key of an item; compared as a Map compares
 */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
