import type { Finding } from './diagnostic.ts';
import type { JsonSchema } from './json-schema.ts';
import { type Path, pointerOf } from './path.ts';
import { isRecord } from './record.ts';
import { meantPath, recovered } from './recover.ts';
import type { Inventory } from './schema.ts';
import { unsupported } from './unsupported.ts';
import { validator } from './validate.ts';

/** Each round of recovery uncovers at most one level of the inventory, which has seven. */
const ROUNDS = 8;

export interface Structure {
  /** where the schema admits the data, if need be after recovery; with a finding it is only to be looked at */
  readonly inventory?: Inventory;
  readonly findings: readonly Finding[];
  /** a path of `inventory` as the path that the author wrote */
  readonly authored: (path: Path) => Path;
}

/** The schema has admitted it: that is what makes plain data an inventory. */
function isInventory(value: unknown): value is Inventory {
  return isRecord(value);
}

/** A missing key is no news where it is misspelt, or was refused and so left out. */
function isConsequence({ code, path, meant }: Finding, findings: readonly Finding[]): boolean {
  if (code !== 'MISSING_KEY' || meant === undefined) return false;
  const missing = pointerOf([...path, meant]);
  return findings.some((known) => known.code !== 'MISSING_KEY' && pointerOf(meantPath(known)) === missing);
}

/**
 * Holds the data against the table of what is not built yet and against the schema. What is refused is put right as far
 * as can be guessed (recover.ts), so that one slip hides no other: the rules get to see the rest.
 */
export function checkStructure(value: unknown, schema: JsonSchema): Structure {
  const validate = validator(schema);
  const findings: Finding[] = [];
  const authored = (path: Path): Path => authoredPath(path, findings);
  const note = (faults: readonly Finding[]): Finding[] => {
    const news = faults.filter((fault) => !isConsequence(fault, [...findings, ...faults]));
    const located = news.map((fault) => ({ ...fault, path: authored(fault.path) }));
    findings.push(...located);
    return news;
  };
  let rest = recovered(value, note(unsupported(value)));
  for (let round = 0; round < ROUNDS; round++) {
    const faults = validate(rest);
    if (faults.length === 0) return { ...(isInventory(rest) ? { inventory: rest } : {}), findings, authored };
    const next = recovered(rest, note(faults));
    if (next === rest) break;
    rest = next;
  }
  return { findings, authored };
}

/** Undoes the renaming of recovery, the last one first: `namesrv[0]` was written `namesvr[0]`. */
function authoredPath(path: Path, findings: readonly Finding[]): Path {
  return findings.toReversed().reduce((result, finding) => {
    const to = meantPath(finding);
    const isBelow = finding.part === 'key' && finding.meant !== undefined && isPrefix(to, result);
    return isBelow ? [...finding.path, ...result.slice(to.length)] : result;
  }, path);
}

function isPrefix(prefix: Path, path: Path): boolean {
  return prefix.every((part, index) => String(part) === String(path[index]));
}
