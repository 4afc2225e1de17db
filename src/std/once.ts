/**
 * Memoizes a function by its argument, for as long as that object lives: what all hosts of a topology share is computed once,
 * not once for each of a thousand hosts.
 * @param work pure, on an object that never changes
 */
export function onceFor<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key) ?? { value: work(key) };
    known.set(key, found);
    return found.value;
  };
}
