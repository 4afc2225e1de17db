import type { RuleFinding } from '../diagnostic.ts';
import { type Path, valueAt } from '../path.ts';
import { emptyRecord, isRecord } from '../../std/record.ts';

/** A key that recovery renamed: what stands at `to` was written at `from`. */
export interface Rename {
  readonly from: Path;
  readonly to: Path;
}

export interface Recovery {
  readonly value: unknown;
  readonly renames: readonly Rename[];
}

/**
 * The data with what was found wrong put right as the author most likely meant it: a mistyped key or word by the one it
 * is near, else the key left out. What stands in a list cannot be left out, since that would move what follows.
 * @param findings of the schema; those with `meant` say what is near
 * @returns the very same value where nothing could be done
 */
export function recovered(value: unknown, findings: readonly RuleFinding[]): Recovery {
  return findings.reduce(recover, { value, renames: [] });
}

function recover({ value, renames }: Recovery, { path, part, meant, code }: RuleFinding): Recovery {
  const key = path.at(-1);
  const parentPath = path.slice(0, -1);
  const parent = valueAt(value, parentPath);
  const present = key !== undefined && isRecord(parent) && Object.hasOwn(parent, key);
  if (code === 'MISSING_KEY' || !present) return { value, renames };
  const isRename = part === 'key' && typeof meant === 'string' && !Object.hasOwn(parent, meant);
  const entries = Object.entries(parent).flatMap(([name, held]): [string, unknown][] => {
    if (name !== String(key)) return [[name, held]];
    if (isRename) return [[meant, held]];
    return meant === undefined || part === 'key' ? [] : [[name, meant]];
  });
  return {
    value: replaced(value, parentPath, Object.assign(emptyRecord(), Object.fromEntries(entries))),
    renames: isRename ? [...renames, { from: path, to: [...parentPath, meant] }] : renames,
  };
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === Number(key) ? replaced(item, rest, by) : item));
  }
  if (!isRecord(value)) return value;
  return Object.assign(emptyRecord(), value, { [key]: replaced(value[key], rest, by) });
}

/** Undoes renames, the last one first: `namesrv[0].port` was written `namesvr[0].port`. */
export function authoredPath(path: Path, renames: readonly Rename[]): Path {
  return renames.toReversed().reduce((result, { from, to }) => {
    const isBelow = to.every((part, index) => String(part) === String(result[index]));
    return isBelow ? [...from, ...result.slice(to.length)] : result;
  }, path);
}
