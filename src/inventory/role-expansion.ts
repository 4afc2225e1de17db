import type { Inventory, RoleKeys } from './schema/schema.ts';
import type { InstanceDraft } from './instance-draft.ts';
import type { Values } from './values.ts';
import type { Rule } from './rule.ts';
import type { Wiring } from '../model/wiring.ts';

export interface ExpansionContext extends Values {
  /** "4.9.4" */
  readonly version: string;
}

/** What a role tells inventory and topology of itself; its resources and checks are elsewhere. */
export interface RoleExpansion extends RoleKeys {
  /** ids of roles all of whose instances must be ready before one of this role starts */
  readonly after: readonly string[];
  /** which of its keys name files of this machine, section and key; a relative one starts at the inventory's folder */
  readonly localFiles?: readonly (readonly [section: string, key: string])[];
  /** whom its instances dial, and what they need of a host; absent: nobody, and as little as there is */
  readonly wiring?: Wiring;
  /** rules of its own keys, beside those of inventory/rules.ts */
  readonly rules: readonly Rule[];
  /**
   * The role's instances in the order of the inventory. Pure; given an inventory that the schema admits, but whose
   * host names and values no rule has looked at yet.
   */
  readonly expand: (inventory: Inventory, context: ExpansionContext) => readonly InstanceDraft[];
}
