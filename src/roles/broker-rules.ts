import type { Rule } from '../inventory/rule.ts';

/** The rules of the brokers' keys. */
export const brokerRules: readonly Rule[] = [];
