/** True if a value is an object with keys, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object without prototype, so that a key such as "constructor" is there only when it was put there. */
export function emptyRecord(): Record<string, unknown> {
  return Object.create(null);
}
