import { resolve } from '../topology/resolve.ts';
import type { RoleExpansion } from '../topology/role-expansion.ts';
import type { Topology } from '../topology/topology.ts';
import { diagnose, type Diagnostic, type Finding, sortDiagnostics } from './diagnostic.ts';
import type { Environment } from './environment.ts';
import { type LoadedInventory, loadInventory, placeOf, writtenAt } from './load.ts';
import { localPaths } from './local-paths.ts';
import { valueAt } from './path.ts';
import { redacted } from './redact.ts';
import { coreRules } from './rules.ts';
import { type Inventory, inventorySchema } from './schema.ts';
import { checkStructure } from './structure.ts';

export interface ReadOptions {
  readonly text: string;
  /** the inventory's name for people; "-" is standard input */
  readonly file: string;
  /** absolute; relative paths of the inventory start here */
  readonly baseDir: string;
  /** the environment, for `${NAME}` and, in `~/`, HOME */
  readonly env: Environment;
  /** in the order in which their instances are to be listed */
  readonly roles: readonly RoleExpansion[];
  readonly knownVersion: (version: string) => boolean;
}

export interface ReadResult {
  /** absent where there is an error */
  readonly topology?: Topology;
  /** all of them: errors before warnings, each in the order of the file */
  readonly diagnostics: readonly Diagnostic[];
  /** values that came from the environment: not to be printed */
  readonly secrets: readonly string[];
}

/** An inventory's text as a topology, or everything that is wrong with it. Pure; never throws, whatever the text. */
export function readInventory(options: ReadOptions): ReadResult {
  const { loaded, diagnostics } = loadInventory(options);
  if (loaded === undefined) return { diagnostics, secrets: [] };
  const { topology, findings } = understand(loaded, options);
  const located = findings.map((finding) => redacted(locate(loaded, finding), loaded.substituted));
  const all = sortDiagnostics([...diagnostics, ...located]);
  const secrets = [...loaded.substituted.values()];
  const refused = topology === undefined || all.some(({ severity }) => severity === 'error');
  return { ...(refused ? {} : { topology }), diagnostics: all, secrets };
}

function understand(
  loaded: LoadedInventory,
  { roles, knownVersion, baseDir, env }: ReadOptions,
): { topology?: Topology; findings: readonly Finding[] } {
  const { inventory, findings } = checkStructure(loaded.value, inventorySchema(roles));
  if (inventory === undefined) return { findings };
  const written = (path: readonly (string | number)[]): string | undefined => writtenAt(loaded, path);
  const here: Inventory = localPaths(inventory, { baseDir, home: env['HOME'] });
  const { topology, drafts } = resolve(here, roles, written);
  const has = (path: readonly (string | number)[]): boolean => valueAt(inventory, path) !== undefined;
  const context = { inventory, drafts, topology, written, has, knownVersion };
  const rules = [...coreRules, ...roles.flatMap((role) => role.rules)];
  return { topology, findings: [...findings, ...rules.flatMap((rule) => rule(context))] };
}

function locate(loaded: LoadedInventory, finding: Finding): Diagnostic {
  const place = placeOf(loaded, finding.path);
  const range = finding.part === 'key' ? (place.key ?? place.value) : place.value;
  return diagnose(loaded.source, finding, range);
}
