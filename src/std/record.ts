/** True if a value is an object with keys, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values of an object that are there; keys whose value is undefined are left out. */
export function defined<Values extends object>(
  values: Values,
): { readonly [Key in keyof Values]?: Exclude<Values[Key], undefined> };
export function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** An object without prototype, so that a key such as "constructor" is there only when it was put there. */
export function emptyRecord(): Record<string, unknown> {
  return Object.create(null);
}
