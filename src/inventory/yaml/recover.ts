import type { RuleFinding } from '../diagnostic.ts';
import { type Path, valueAt } from '../path.ts';
import { emptyRecord, isRecord } from '../../std/record.ts';

/** A key that recovery renamed: the value at `to` was written at `from`. */
export interface Rename {
  readonly from: Path;
  readonly to: Path;
}

interface Recovery {
  readonly value: unknown;
  readonly renames: readonly Rename[];
}

/**
 * The data as the author most likely meant it: a mistyped key or word replaced by the one it is near (`meant` of its
 * finding), else the key left out. Items of a list are never left out, since that would move those that follow.
 * @returns the very same value if nothing could be repaired
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

/** True if a path is another one or leads further. */
export function startsWith(path: Path, start: Path): boolean {
  return start.every((part, index) => String(part) === String(path[index]));
}

/** Undoes renames, the last one first: `namesrv[0].port` was written `namesvr[0].port`. */
export function authoredPath(path: Path, renames: readonly Rename[]): Path {
  return renames.toReversed().reduce((result, { from, to }) => {
    return startsWith(result, to) ? [...from, ...result.slice(to.length)] : result;
  }, path);
}
