import { isRecord } from '../std/record.ts';

/** Where something is in the inventory: keys and, in lists, indices from 0. The root is the empty path. */
export type Path = readonly (string | number)[];

/**
 * The path as a JSON pointer (RFC 6901): the form ajv gives and maps are keyed by.
 * @returns "" for the root, else "/brokers/broker-a/0"
 */
export function pointerOf(path: Path): string {
  return path.reduce<string>((pointer, part) => `${pointer}/${escaped(part)}`, '');
}

/** Nearly no key has anything to escape, and a large inventory has ten thousand pointers. */
function escaped(part: string | number): string {
  if (typeof part === 'number' || !/[~/]/.test(part)) return String(part);
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The inverse of pointerOf; indices come back as text, which pointerOf cannot tell from numbers. */
export function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * The value at a path of plain data.
 * @returns undefined where there is nothing
 */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)];
    return isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, root);
}

/** The path as people write it: brokers.broker-a[0].port. The root is "the inventory". */
export function showPath(path: Path): string {
  if (path.length === 0) return 'the inventory';
  return path
    .map((part, index) => {
      if (/^\d+$/.test(String(part)) && index > 0) return `[${part}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
