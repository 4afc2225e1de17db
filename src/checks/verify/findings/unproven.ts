import type { Check } from '../check.ts';
import { CHECKS } from '../registry.ts';
import type { Finding } from '../../finding.ts';

/**
 * The checks that prove nothing of this run, by their titles: those that were not asked, and those of which every answer was
 * skipped. Pure.
 */
export function unproven(asked: readonly Check[], answers: readonly Finding[]): string[] {
  return CHECKS.filter((check) => {
    if (!asked.includes(check)) return true;
    const own = answers.filter(({ check: id }) => id === check.id);
    return own.length > 0 && own.every(({ status }) => status === 'skip');
  }).map(({ title }) => title);
}
