import type { Finding } from './diagnostic.ts';
import { valueAt } from './path.ts';
import { emptyRecord, isRecord } from './record.ts';

/**
 * The data with what was found wrong put right as the author most likely meant it: a mistyped key or word by the one it
 * is near, else the key left out. What stands in a list cannot be left out, since that would move what follows.
 * @param findings of the schema; those with `meant` say what is near
 * @returns the very same data where nothing could be done
 */
export function recovered(value: unknown, findings: readonly Finding[]): unknown {
  return findings.reduce(recover, value);
}

function recover(value: unknown, { path, part, meant, code }: Finding): unknown {
  const key = path.at(-1);
  const parentPath = path.slice(0, -1);
  const parent = valueAt(value, parentPath);
  if (code === 'MISSING_KEY' || key === undefined || !isRecord(parent)) return value;
  if (!Object.hasOwn(parent, key)) return value;
  const entries = Object.entries(parent).flatMap(([name, held]): [string, unknown][] => {
    if (name !== String(key)) return [[name, held]];
    if (meant === undefined) return [];
    if (part !== 'key') return [[name, meant]];
    return Object.hasOwn(parent, meant) ? [] : [[meant, held]];
  });
  return replaced(value, parentPath, Object.assign(emptyRecord(), Object.fromEntries(entries)));
}

function replaced(value: unknown, path: Finding['path'], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === Number(key) ? replaced(item, rest, by) : item));
  }
  if (!isRecord(value)) return value;
  return Object.assign(emptyRecord(), value, { [key]: replaced(value[key], rest, by) });
}
