import type { PropertyType } from '../../rocketmq/catalogue/row.ts';

/**
 * Whether a running instance's value is what was rendered: it prints numbers and flags in its own form ("+8" as 8, TRUE as
 * true), and texts as they are.
 * @param type undefined for a key that the release does not know: it is echoed as its file has it
 */
export function sameValue(type: PropertyType | undefined, wanted: string, found: string): boolean {
  if (wanted === found) return true;
  if (type === 'int' || type === 'long' || type === 'double') return Number(wanted) === Number(found);
  if (type === 'boolean') return wanted.toLowerCase() === found.toLowerCase();
  // enumerations are trimmed since 5.2.0, and so are texts
  return wanted.trim() === found;
}
