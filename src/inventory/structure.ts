import type { Finding } from './diagnostic.ts';
import type { JsonSchema } from './json-schema.ts';
import { pointerOf } from './path.ts';
import type { Inventory } from './schema.ts';
import { unsupported } from './unsupported.ts';
import { validator } from './validate.ts';

/**
 * Holds the data against the schema and the table of what is not built yet.
 * @returns the inventory, typed, where its structure allows the rules to look at it; findings of severity error where not
 */
export function checkStructure(
  value: unknown,
  schema: JsonSchema,
): { inventory?: Inventory; findings: readonly Finding[] } {
  const refused = unsupported(value);
  const within = refused.map(({ path }) => pointerOf(path));
  const isRefused = (finding: Finding): boolean => {
    const pointer = pointerOf(finding.path);
    return within.some((prefix) => pointer === prefix || pointer.startsWith(`${prefix}/`));
  };
  const violations = validator(schema)(value).filter((finding) => !isRefused(finding));
  const findings = [...refused, ...violations];
  if (violations.length > 0) return { findings };
  return { inventory: value as Inventory, findings };
}
