/** How the instances of a role live in their cluster, known without a look at a host: plain data that each role brings. */
import type { MemoryClass } from './instance.ts';

/** That the instances of one role dial those of another. */
export interface Link {
  /** id of the role that dials, and of the one that is dialled; `from` or `to` is the role that brings the link */
  readonly from: string;
  readonly to: string;
  /** default all of them; else of the caller's own broker its master, or every other member */
  readonly which?: 'master' | 'replicas';
  /** purposes of the ports that are dialled; default every port */
  readonly ports?: readonly string[];
  /** what for, where the purpose of the port does not say it */
  readonly why?: string;
  /** by its alias, on hosts that have these */
  readonly byAlias?: true;
  /** not dialled as the cluster is laid out, only after another member has become master */
  readonly standby?: true;
}

export interface Wiring {
  readonly links: readonly Link[];
  /** purposes of ports that only instances dial, never clients */
  readonly internal: readonly string[];
  readonly memory: MemoryClass;
}

/** A role that dials no other. */
export const ALONE: Wiring = { links: [], internal: [], memory: { heap: 'least', buffers: 'least' } };
