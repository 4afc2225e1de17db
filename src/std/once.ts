/**
 * A function that works out its answer once for each thing it is asked about, and keeps it as long as that thing lives. For
 * what all hosts of a topology have alike: with a thousand of them it would be worked out a thousand times.
 * @param work pure, and of a thing that never changes
 */
export function onceFor<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key) ?? { value: work(key) };
    known.set(key, found);
    return found.value;
  };
}
