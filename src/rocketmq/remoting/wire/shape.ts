/** Reads of parsed bodies: each gives the value of the wanted kind, or throws REMOTING_MALFORMED naming the place. */

import { isJsonObject, type JsonObject, type JsonValue } from './fastjson.ts';
import { malformed } from '../faults.ts';

type Maybe = JsonValue | undefined;

export function asObject(value: Maybe, place: string): JsonObject {
  if (value === undefined || !isJsonObject(value)) throw malformed(`${place} is not an object`);
  return value;
}

/** An absent or null list is an empty one: fastjson leaves null fields out. */
export function asList(value: Maybe, place: string): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed(`${place} is not a list`);
  return value;
}

export function asText(value: Maybe, place: string): string {
  if (typeof value !== 'string') throw malformed(`${place} is not text`);
  return value;
}

export function asFlag(value: Maybe, place: string): boolean {
  if (typeof value !== 'boolean') throw malformed(`${place} is not true or false`);
  return value;
}

export function asInteger(value: Maybe, place: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw malformed(`${place} is not an integer`);
  return value;
}

/** A 64-bit integer, always a bigint, so that what is computed from it does not depend on its size. */
export function asInt64(value: Maybe, place: string): bigint {
  return typeof value === 'bigint' ? value : BigInt(asInteger(value, place));
}

/** The entries of an object, in its order, their values read one by one. */
export function asMap<T>(
  value: Maybe,
  place: string,
  read: (value: JsonValue, place: string) => T,
): ReadonlyMap<string, T> {
  const entries = Object.entries(asObject(value, place));
  return new Map(entries.map(([key, item]) => [key, read(item, `${place}.${key}`)]));
}
