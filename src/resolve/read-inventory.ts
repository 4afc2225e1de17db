import { groupBy } from '../std/group-by.ts';
import { resolve } from './resolve.ts';
import type { RoleExpansion } from '../inventory/role-expansion.ts';
import type { Topology } from '../model/topology.ts';
import { diagnose, type Diagnostic, type RuleFinding, sortDiagnostics } from '../inventory/diagnostic.ts';
import { type LoadedInventory, loadInventory, sourcePlaceOf } from '../inventory/load.ts';
import { type Here, localPaths, roleFiles } from '../inventory/local-paths.ts';
import { type Path, pointerOf, valueAt } from '../inventory/path.ts';
import { authoredPath } from '../inventory/yaml/recover.ts';
import { hideable, redactedDiagnostic, withoutDerived } from '../inventory/redact.ts';
import { coreRules } from '../inventory/rules.ts';
import { type HostSoftware, inventorySchema } from '../inventory/schema/schema.ts';
import { checkStructure, type Structure } from '../inventory/yaml/structure.ts';
import { type Validator, validator } from '../inventory/validate.ts';
import type { Environment } from '../std/environment.ts';
import { type Values, valuesOf } from '../inventory/values.ts';

export interface InventoryOptions {
  readonly text: string;
  /** the inventory's name for people; "-" is standard input */
  readonly file: string;
  /** absolute; relative paths of the inventory start here */
  readonly baseDir: string;
  /** the environment, for `${NAME}` and, in `~/`, HOME */
  readonly env: Environment;
  /** in the order in which their instances are to be listed */
  readonly roles: readonly RoleExpansion[];
  readonly software: HostSoftware;
  readonly knownVersion: (version: string) => boolean;
  /** `validator` of the roles' schema, where several inventories are read: to make it takes longer than to read one */
  readonly validate?: Validator;
  /**
   * The text of a file of this machine, by its absolute path, for keys that take their value from one; absent: none is read.
   * @throws Error whose message says why it could not be read
   */
  readonly readFile?: (path: string) => string;
}

export interface ReadResult {
  /** absent if there is an error */
  readonly topology?: Topology;
  /** all of them: errors before warnings, each in the order of the file */
  readonly diagnostics: readonly Diagnostic[];
  /** values that came from the environment and from files: not to be printed */
  readonly secrets: readonly string[];
}

/** An inventory's text as a topology, or everything that is wrong with it. Pure but for `readFile`; never throws, whatever the text. */
export function readInventory(options: InventoryOptions): ReadResult {
  const { loaded, diagnostics: unread } = loadInventory(options);
  if (loaded === undefined) return { diagnostics: unread, secrets: [] };
  const schema = inventorySchema(options.roles, options.software);
  const validate = options.validate ?? validator(schema);
  const structure = checkStructure(loaded.value, validate, loaded.secrets);
  const here = { baseDir: options.baseDir, home: options.env['HOME'] };
  const { contents, ...values } = valuesOf(loaded, structure, { ...here, read: options.readFile });
  const { topology, findings } = understand(loaded, structure, { ...options, here, values });
  const hidden = hideable({ variables: loaded.substituted, files: contents, schema });
  const tell = (finding: RuleFinding): Diagnostic => {
    const shown = redactedDiagnostic(locate(loaded, finding), hidden);
    return loaded.secrets.has(pointerOf(finding.path)) ? withoutDerived(shown, hidden) : shown;
  };
  const refused = withNews(unread, onceAtAPlace(structure.findings.map(tell)));
  const diagnostics = sortDiagnostics(withNews(refused, findings.map(tell)));
  const secrets = [...hidden.values()];
  const isRight = diagnostics.every(({ severity }) => severity !== 'error');
  return { ...(isRight && topology !== undefined ? { topology } : {}), diagnostics, secrets };
}

interface Understanding extends InventoryOptions {
  readonly here: Here;
  readonly values: Values;
}

/** The topology of what recovery left of the inventory, and what the rules say to it, at the paths that were written. */
function understand(
  loaded: LoadedInventory,
  { inventory, renames }: Structure,
  { roles, knownVersion, here, values }: Understanding,
): { topology?: Topology; findings: readonly RuleFinding[] } {
  if (inventory === undefined) return { findings: [] };
  const keys = roles.flatMap(({ localFiles = [] }) => localFiles);
  const local = roleFiles(localPaths(inventory, here), keys, here);
  const { topology, drafts } = resolve(local, roles, values);
  const has = (path: Path): boolean => valueAt(inventory, path) !== undefined;
  const isWritten = (path: Path): boolean => valueAt(loaded.value, authoredPath(path, renames)) !== undefined;
  const context = { inventory, drafts, topology, ...values, has, isWritten, knownVersion };
  const told = [...coreRules, ...roles.flatMap((role) => role.rules)].flatMap((rule) => rule(context));
  const findings = told.map((finding): RuleFinding => ({
    ...finding,
    path: authoredPath(finding.path, renames),
  }));
  return { topology, findings };
}

function locate(loaded: LoadedInventory, finding: RuleFinding): Diagnostic {
  const place = sourcePlaceOf(loaded, finding.path);
  const range = finding.part === 'key' ? (place.key ?? place.value) : place.value;
  return diagnose(loaded.source, finding, range);
}

/** By an alias or a merge one slip stands at several places of the data; keys that are missing have no place of their own. */
function onceAtAPlace(found: readonly Diagnostic[]): Diagnostic[] {
  const keyOf = ({ line, column, code, message }: Diagnostic): string =>
    [line, column, code, code === 'MISSING_KEY' ? message : ''].join(' ');
  return [...groupBy(found, keyOf).values()].flatMap(([first]) => first ?? []);
}

/** What a later question finds at a place that a former one refused (an unset variable, a wrong type) is no news. */
function withNews(known: readonly Diagnostic[], found: readonly Diagnostic[]): Diagnostic[] {
  const isNews = ({ line, column }: Diagnostic): boolean =>
    !known.some((one) => one.line === line && one.column === column);
  return [...known, ...found.filter(isNews)];
}
