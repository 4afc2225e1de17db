import type { Rule } from './rule.ts';

/** The rules of the keys that belong to no role. */
export const coreRules: readonly Rule[] = [];
