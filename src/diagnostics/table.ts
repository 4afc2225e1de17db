import type { ExitName } from '../errors.ts';
import { fill, type Row, type Section, type ValueNames } from './row.ts';
import { brokersDiagnostics } from './brokers.ts';
import { connectionsDiagnostics } from './connections.ts';
import { distributionDiagnostics } from './distribution.ts';
import { hostsDiagnostics } from './hosts.ts';
import { inventoryStructureDiagnostics } from './inventory-structure.ts';
import { inventoryTextDiagnostics } from './inventory-text.ts';
import { namesDiagnostics } from './names.ts';
import { propertiesDiagnostics } from './properties.ts';
import { releaseDiagnostics } from './release.ts';
import { remotingDiagnostics } from './remoting.ts';
import { runsDiagnostics } from './runs.ts';
import { settingsDiagnostics } from './settings.ts';

/** Every diagnostic, by subject, in the order of the reference page. */
export const SECTIONS = [
  inventoryTextDiagnostics,
  inventoryStructureDiagnostics,
  namesDiagnostics,
  brokersDiagnostics,
  settingsDiagnostics,
  releaseDiagnostics,
  propertiesDiagnostics,
  connectionsDiagnostics,
  hostsDiagnostics,
  distributionDiagnostics,
  remotingDiagnostics,
  runsDiagnostics,
] as const satisfies readonly Section[];

type RowsOf<S> = S extends Section<infer Rows> ? Rows : never;
type Union = RowsOf<(typeof SECTIONS)[number]>;
type Merge<U> = {
  [Key in U extends unknown ? keyof U : never]: U extends { [K in Key]: infer R } ? R : never;
};

/** Every diagnostic by its code, with its literal texts. */
type Table = Merge<Union>;

/** The code of a diagnostic; stable, since scripts rely on it. */
export type Code = Extract<keyof Table, string>;

type Text<C extends Code> = Table[C] extends { message: infer M; hint: infer H }
  ? M | H
  : Table[C] extends { message: infer M }
    ? M
    : never;

/** The values that a diagnostic's message and hint need, by name. */
export type ValuesOf<C extends Code> = { readonly [Name in ValueNames<Text<C>>]: string | number };

const ROWS = new Map<string, Row & { readonly exit: ExitName }>(
  SECTIONS.flatMap(({ exit, rows }: Section) =>
    Object.entries(rows).map(([code, row]) => [code, { exit, ...row }] as const),
  ),
);

/** The row of a code. */
export function rowOf(code: Code): Row & { readonly exit: ExitName } {
  return ROWS.get(code)!;
}

/** The words of a diagnostic: what an error and an event have in common. */
export interface DiagnosticWords {
  readonly severity: Row['severity'];
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
}

/** What one finding has in place of its row's defaults. */
export interface Special {
  /** a more specific hint */
  readonly hint?: string | undefined;
  /** the row's weaker severity */
  readonly softer?: boolean | undefined;
}

/**
 * The words of a diagnostic with its values.
 * @param code a row of the table
 * @param values each `{name}` of the row's message and hint
 */
export function diagnosticWords<C extends Code>(
  code: C,
  values: ValuesOf<C>,
  special: Special = {},
): DiagnosticWords {
  const row = rowOf(code);
  const hint = special.hint ?? (row.hint === undefined ? undefined : fill(row.hint, values));
  return {
    severity: special.softer === true ? (row.softer ?? row.severity) : row.severity,
    code,
    message: fill(row.message, values),
    ...(hint === undefined ? {} : { hint }),
  };
}
