import { error, type RuleFinding } from '../diagnostic.ts';
import { valueAt, type Path } from '../path.ts';
import { quoted } from './quoted.ts';

/** A feature of the interface that is not built yet: it is refused, never accepted and ignored. */
interface Unsupported {
  readonly path: Path;
  /** which values of the path need the feature; default any */
  readonly when?: (value: unknown) => boolean;
  /** what to do meanwhile */
  readonly hint?: string;
}

const TABLE: readonly Unsupported[] = [
  {
    path: ['mode'],
    when: (value) => value === 'dledger' || value === 'controller',
    hint: 'use single, masters, async or sync',
  },
];

/** The unbuilt features that an inventory asks for; `path` of each is what the schema need not be asked about. */
export function unsupportedFindings(value: unknown): RuleFinding[] {
  return TABLE.flatMap(({ path, when, hint }) => {
    const found = valueAt(value, path);
    if (found === undefined || (when !== undefined && !when(found))) return [];
    const key = path.join('.');
    const what = typeof found === 'string' ? quoted(`${key}: ${found}`) : quoted(key);
    const part = typeof found === 'object' ? 'key' : 'value';
    return [{ ...error('NOT_SUPPORTED_YET', path, `${what} is not supported yet`, hint), part } as const];
  });
}
