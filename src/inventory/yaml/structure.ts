import type { RuleFinding } from '../diagnostic.ts';
import { type Path, pointerOf } from '../path.ts';
import { isRecord } from '../../std/record.ts';
import { authoredPath, recovered, type Rename } from './recover.ts';
import type { Inventory } from '../schema/schema.ts';
import { unsupportedFindings } from '../schema/unsupported.ts';
import type { Validator } from '../validate.ts';

/** Each round of recovery uncovers at most one level of the inventory, which has seven. */
const ROUNDS = 8;

export interface Structure {
  /** where the schema admits the data, if need be after recovery; with a finding it is only to be looked at */
  readonly inventory?: Inventory;
  /** at the paths that the author wrote */
  readonly findings: readonly RuleFinding[];
  /** what recovery renamed in `inventory` */
  readonly renames: readonly Rename[];
}

/** The schema has admitted it: that is what makes plain data an inventory. */
function isInventory(value: unknown): value is Inventory {
  return isRecord(value);
}

/** What a finding is about, by the name that was meant. */
function subject({ path, part, meant, code }: RuleFinding): string {
  if (meant === undefined) return pointerOf(path);
  if (code === 'MISSING_KEY') return pointerOf([...path, String(meant)]);
  return pointerOf(part === 'key' ? [...path.slice(0, -1), String(meant)] : path);
}

/** Whether a path leads further than another one. */
function isBelow(path: Path, other: Path): boolean {
  return path.length > other.length && other.every((part, index) => String(part) === String(path[index]));
}

/** Whether something is empty, or gone, because all of it was refused and left out. */
function isEmptied({ code, path, meant }: RuleFinding, told: readonly RuleFinding[]): boolean {
  if (code !== 'EMPTY_VALUE' && code !== 'MISSING_KEY') return false;
  const at = code === 'MISSING_KEY' ? [...path, String(meant)] : path;
  return told.some((other) => isBelow(other.path, at));
}

/** No news is a fault that a former round has told, that something is empty of which all was refused, and that a key is missing that is misspelt, or was refused and left out. */
function news(faults: readonly RuleFinding[], told: readonly RuleFinding[]): RuleFinding[] {
  const named = new Set([...told, ...faults].filter(({ code }) => code !== 'MISSING_KEY').map(subject));
  const before = new Set(told.map((fault) => fault.code + subject(fault)));
  return faults.filter(
    (fault) =>
      !before.has(fault.code + subject(fault)) &&
      !isEmptied(fault, told) &&
      (fault.code !== 'MISSING_KEY' || !named.has(subject(fault))),
  );
}

/**
 * Holds the data against the table of what is not built yet and against the schema. What is refused is put right as far
 * as can be guessed (recover.ts), so that one slip hides no other: the rules get to see the rest.
 * @param validate holds data against the schema of the inventory
 * @param substituted JSON pointers of values that came from the environment: they are text, and taken as the number or
 *   truth value that is expected where they can be
 */
export function checkStructure(
  value: unknown,
  validate: Validator,
  substituted: ReadonlySet<string>,
): Structure {
  const findings: RuleFinding[] = [];
  const renames: Rename[] = [];
  let rest = value;
  let faults = unsupportedFindings(value);
  for (let round = 0; round < ROUNDS; round++) {
    const placed = faults.map((fault): RuleFinding => ({
      ...fault,
      path: authoredPath(fault.path, renames),
    }));
    const isTyped = ({ path, code, meant }: RuleFinding): boolean =>
      code === 'WRONG_TYPE' &&
      meant !== undefined &&
      typeof meant !== 'object' &&
      substituted.has(pointerOf(path));
    findings.push(
      ...news(
        placed.filter((fault) => !isTyped(fault)),
        findings,
      ),
    );
    const next = recovered(rest, faults);
    if (round > 0 && next.value === rest) return { findings, renames };
    rest = next.value;
    renames.push(...next.renames.map(({ from, to }) => ({ from: authoredPath(from, renames), to })));
    faults = validate(rest);
    if (faults.length === 0) return { ...(isInventory(rest) ? { inventory: rest } : {}), findings, renames };
  }
  return { findings, renames };
}
