import type { Static } from '../inventory/schema/json-schema.ts';
import type { HEAP } from '../inventory/schema/schema-parts.ts';
import { bytesOf } from '../std/size.ts';
import type { HeapSpec } from '../model/heap.ts';

/** A heap of the inventory, short ("4g") or long, in bytes. */
export function heapSpec(heap: Static<typeof HEAP>): HeapSpec {
  if (typeof heap === 'string') return { size: bytesOf(heap) };
  return Object.fromEntries(
    Object.entries(heap).flatMap(([key, size]) => (size === undefined ? [] : [[key, bytesOf(size)]])),
  );
}
