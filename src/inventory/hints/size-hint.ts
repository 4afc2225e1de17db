import { bytesOf, showSize } from '../../std/size.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { quoted } from '../schema/quoted.ts';
import { isRecord } from '../../std/record.ts';
import { SIZE } from '../schema/schema-parts.ts';

/** Sizes as other tools write them: 8GiB, 8Gi, 1.5g, 8 g, 08g, 8_000m. */
const FOREIGN = /^(?<count>\d[\d_]*(?:\.\d+)?)\s*(?<unit>[kmgt])i?b?$/i;

/** The size that a text means which is not written as one; undefined where it means none, such as half a kilobyte. */
export function sizeMeant(text: string): string | undefined {
  const { count = '', unit = '' } = FOREIGN.exec(text.trim())?.groups ?? {};
  if (unit === '') return undefined;
  const bytes = Number(count.replaceAll('_', '')) * bytesOf(`1${unit}`);
  return Number.isSafeInteger(bytes) && bytes > 0 && bytes % 1024 === 0 ? showSize(bytes) : undefined;
}

/** What to write where a size is expected and something else stands. @returns undefined where no size is expected */
export function sizeHint(data: unknown, schema: JsonSchema | undefined): string | undefined {
  if (!takesSize(schema)) return undefined;
  if (typeof data === 'number') return 'say the unit, too: k, m, g or t';
  const meant = typeof data === 'string' ? sizeMeant(data) : undefined;
  return meant === undefined ? undefined : `write ${quoted(meant)}`;
}

function takesSize(schema: unknown): boolean {
  if (!isRecord(schema)) return false;
  if (schema['pattern'] === SIZE.pattern) return true;
  return Array.isArray(schema['anyOf']) && schema['anyOf'].some(takesSize);
}
