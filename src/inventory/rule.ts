import type { InstanceDraft } from './instance-draft.ts';
import type { Values } from './values.ts';
import type { Topology } from '../model/topology.ts';
import type { RuleFinding } from './diagnostic.ts';
import type { Path } from './path.ts';
import type { Inventory } from './schema/schema.ts';

/** What a rule may look at. */
export interface RuleContext extends Values {
  /** as the schema admits it */
  readonly inventory: Inventory;
  /** every instance the inventory asks for, those on unknown hosts too */
  readonly drafts: readonly InstanceDraft[];
  /** with the instances whose host is known */
  readonly topology: Topology;
  /** whether the inventory itself has the path */
  readonly has: (path: Path) => boolean;
  /** whether the author wrote something there, be it that it was refused and left out */
  readonly isWritten: (path: Path) => boolean;
  /** whether a release of this number is known */
  readonly knownVersion: (version: string) => boolean;
}

/** A question about an inventory whose structure is right; what it finds wrong, and nothing else. Pure. */
export type Rule = (context: RuleContext) => readonly RuleFinding[];
