import type { Readiness } from '../hosts/readiness.ts';
import type { Site } from '../hosts/site.ts';
import type { ResourceKind } from '../resources/resource.ts';
import type { ConfigFile } from '../rocketmq/configuration/config-file.ts';
import type { Release } from '../rocketmq/releases.ts';
import type { Text } from '../redaction/secret.ts';
import type { ProvidedProgram } from '../model/program.ts';
import type { RoleExpansion } from '../inventory/role-expansion.ts';
import type { Instance } from '../model/instance.ts';
import type { Topology } from '../model/topology.ts';

/** A file that an instance is started from and that is no configuration file. */
export interface InputFile {
  readonly path: string;
  /** a secret: written for the service user alone, and never shown */
  readonly content: Text;
  /** octal; default 644 */
  readonly mode?: string;
}

/** One more thing that an instance needs on its host, of any kind there is; made by `extra`. */
export interface Extra {
  /** a kind of resources/registry.ts */
  readonly kind: string;
  /** what it is called; with the kind, unique on the host */
  readonly name: string;
  readonly desired: unknown;
  /** it lies in the instance's home: made after the release or program, anew where another one is unpacked, left with it */
  readonly inHome?: boolean;
  /** the instance is started from it: a change restarts the instance */
  readonly restarts?: boolean;
}

/**
 * A thing that an instance needs besides its directories and files.
 * @param kind what it is an instance of: `symlink`
 * @param name what it is called, for a thing in the file system its absolute path
 */
export function extra<R, D extends R, O>(
  kind: ResourceKind<R, D, O>,
  name: string,
  rest: { readonly desired: D } & Pick<Extra, 'inHome' | 'restarts'>,
): Extra {
  return { kind: kind.kind, name, ...rest };
}

/** Where an instance keeps things on its host. */
export interface Places {
  /** where it is started from: the release's home or, where it has a program of its own, that one's */
  readonly home: string;
  /** <logs>/<instance> */
  readonly logs: string;
  /** what it printed since its last start */
  readonly console: string;
  /** size of its log in bytes when its last start began */
  readonly logOffset: string;
}

/** An instance that a role describes, and its surroundings. */
export interface Subject {
  readonly instance: Instance;
  readonly topology: Topology;
  readonly site: Site;
  readonly release: Release;
  readonly places: Places;
  /** the name servers as this host's instances must spell them: aliases where it has them, else addresses */
  readonly nameServers: readonly string[];
  /** the program that its instance says it runs (model/program.ts) */
  readonly program?: ProvidedProgram | undefined;
}

/** Everything that makes one instance on its host, as data. */
export interface Blueprint {
  /** directories of its own, made and owned by the service user */
  readonly directories: readonly string[];
  /** by directory what the instance writes there, names with globs: what `destroy --purge-store` removes */
  readonly contents?: Readonly<Record<string, readonly string[]>>;
  /** files it is started from; a change of one restarts it */
  readonly files: readonly (InputFile | ConfigFile)[];
  /** whatever else must be so before it starts; made after its directories */
  readonly extras?: readonly Extra[];
  /** the command that becomes the process, as words */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** options that its JVM must be seen to run with; of one given twice the last counts. Absent: it is not looked at */
  readonly jvm?: readonly string[];
  /** the log its registration shows in, relative to nothing: absolute; absent where it writes none */
  readonly log?: string;
  readonly ready: Omit<Readiness, 'console' | 'logOffset' | 'log'>;
  /** true: nobody else needs it, so its restart comes after all others and no restart waits for its start */
  readonly restartsLast?: boolean;
}

/** What `rmqctl playground` makes of a role that it has on request: one instance. */
export interface PlaygroundPart {
  /** its main port where nothing else is */
  readonly port: number;
  /** as the inventory has it: "256m" */
  readonly heap: string;
  /** what is said beside it in an inventory to start from */
  readonly comment: string;
  /** lines that show how clients use it */
  readonly clients: (addresses: string) => readonly string[];
}

/** A role: what kind of process an instance is. A folder, its templates and a line in the registry. */
export interface Role extends RoleExpansion {
  readonly playground?: PlaygroundPart;
  /** what it is called in sentences: "name server" */
  readonly title: string;
  /** what one instance is called, where that says more: "master" */
  titleOf?(instance: Instance): string | undefined;
  describe(subject: Subject): Blueprint;
}
