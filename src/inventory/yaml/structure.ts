import { findingAt, type RuleFinding } from '../diagnostic.ts';
import { pointerOf } from '../path.ts';
import { isRecord } from '../../std/record.ts';
import { authoredPath, recovered, type Rename, startsWith } from './recover.ts';
import type { Inventory } from '../schema/schema.ts';
import { quoted } from '../schema/quoted.ts';
import type { Validator } from '../validate.ts';

/** Each round of recovery uncovers at most one level of the inventory, which has seven. */
const ROUNDS = 8;

export interface Structure {
  /** absent if the schema does not admit the data even after recovery; with an error only the rules may use it */
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

/** RocketMQ's modes that rmqctl does not deploy yet: known, so that no other word is suggested for them. */
function unsupportedModes(value: unknown): RuleFinding[] {
  const mode = isRecord(value) ? value['mode'] : undefined;
  if (mode !== 'dledger' && mode !== 'controller') return [];
  const hint = 'use single, masters, async or sync';
  return [findingAt('NOT_SUPPORTED_YET', ['mode'], { what: quoted(`mode: ${mode}`) }, { hint })];
}

/** The pointer of what a finding is about, by the name that was meant. */
function subject({ path, part, meant, code }: RuleFinding): string {
  if (meant === undefined) return pointerOf(path);
  if (code === 'MISSING_KEY') return pointerOf([...path, String(meant)]);
  return pointerOf(part === 'key' ? [...path.slice(0, -1), String(meant)] : path);
}

/** True if something is empty, or gone, because all of it was refused and left out. */
function isEmptied({ code, path, meant }: RuleFinding, told: readonly RuleFinding[]): boolean {
  if (code !== 'EMPTY_VALUE' && code !== 'MISSING_KEY') return false;
  const at = code === 'MISSING_KEY' ? [...path, String(meant)] : path;
  return told.some((other) => other.path.length > at.length && startsWith(other.path, at));
}

/** The faults that no former round reported and that do not follow from one: of what was refused and left out, of a misspelt key. */
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
 * Checks the data against the schema. What is refused is repaired as far as can be guessed (recover.ts), so that one slip
 * hides no other: the rules see the rest.
 * @param substituted JSON pointers of values that came from the environment: they are text, and taken as the number or
 *   truth value that is expected if they can be
 */
export function checkStructure(
  value: unknown,
  validate: Validator,
  substituted: ReadonlySet<string>,
): Structure {
  const findings: RuleFinding[] = [];
  const renames: Rename[] = [];
  let rest = value;
  let faults = unsupportedModes(value);
  for (let round = 0; round < ROUNDS; round++) {
    const placed = faults.map((fault) => ({ ...fault, path: authoredPath(fault.path, renames) }));
    const isTyped = ({ path, code, meant }: RuleFinding): boolean =>
      code === 'WRONG_TYPE' &&
      meant !== undefined &&
      typeof meant !== 'object' &&
      substituted.has(pointerOf(path));
    const counted = placed.filter((fault) => !isTyped(fault));
    findings.push(...news(counted, findings));
    const next = recovered(rest, faults);
    if (round > 0 && next.value === rest) return { findings, renames };
    rest = next.value;
    renames.push(...next.renames.map(({ from, to }) => ({ from: authoredPath(from, renames), to })));
    faults = validate(rest);
    if (faults.length === 0) return { ...(isInventory(rest) ? { inventory: rest } : {}), findings, renames };
  }
  return { findings, renames };
}
