import type { Readiness } from '../os/readiness.ts';
import type { Site } from '../os/site.ts';
import type { Release } from '../rocketmq/releases.ts';
import type { RoleExpansion } from '../topology/role-expansion.ts';
import type { Instance, Topology } from '../topology/topology.ts';

/** A file that an instance is started from. */
export interface InputFile {
  readonly path: string;
  readonly content: string;
  /** octal; default 644 */
  readonly mode?: string;
  readonly compare?: 'text' | 'properties';
}

/** Where an instance keeps things on its host. */
export interface Places {
  /** <logs>/<instance> */
  readonly logs: string;
  /** what it printed since its last start */
  readonly console: string;
  /** size of its log in bytes when its last start began */
  readonly logOffset: string;
}

/** What a role is asked to describe. */
export interface Subject {
  readonly instance: Instance;
  readonly topology: Topology;
  readonly site: Site;
  readonly release: Release;
  readonly places: Places;
  /** the name servers as this host's instances must spell them: aliases where it has them, else addresses */
  readonly nameServers: readonly string[];
}

/** Everything that makes one instance on its host, as data. */
export interface Blueprint {
  /** directories of its own, made and owned by the service user */
  readonly directories: readonly string[];
  /** files it is started from; a change of one restarts it */
  readonly files: readonly InputFile[];
  /** the command that becomes the process, as words */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** the log its registration shows in, relative to nothing: absolute; absent where it writes none */
  readonly log?: string;
  readonly ready: Omit<Readiness, 'console' | 'logOffset' | 'log'>;
}

/** A role: what kind of process an instance is. One file, its templates and a line in the registry. */
export interface Role extends RoleExpansion {
  /** what it is called in sentences: "name server" */
  readonly title: string;
  describe(subject: Subject): Blueprint;
}
