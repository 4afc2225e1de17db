import type { Check } from './check.ts';
import { answers } from './checks/answers.ts';
import { boot } from './checks/boot.ts';
import { clock } from './checks/clock.ts';
import { configuration } from './checks/configuration.ts';
import { disk } from './checks/disk.ts';
import { errors } from './checks/errors.ts';
import { host } from './checks/host.ts';
import { messages } from './checks/messages.ts';
import { page } from './checks/page.ts';
import { paths } from './checks/paths.ts';
import { ports } from './checks/ports.ts';
import { processCheck } from './checks/process.ts';
import { registration } from './checks/registration.ts';
import { replication } from './checks/replication.ts';
import type { Finding } from '../finding.ts';

/** Every check. A cause comes before what follows from it: only an earlier check explains a later one. */
export const CHECKS: readonly Check[] = [
  host,
  clock,
  disk,
  processCheck,
  boot,
  ports,
  answers,
  page,
  configuration,
  paths,
  registration,
  replication,
  messages,
  errors,
];

/** quick: what costs next to nothing; full: all. */
export type Depth = 'quick' | 'full';

/** The checks of a verification; messages only where they may be sent. */
export function checksOf(depth: Depth, options: { readonly messages: boolean }): readonly Check[] {
  return CHECKS.filter(
    (check) => (depth === 'full' || check.quick === true) && (options.messages || check !== messages),
  );
}

/**
 * The checks that prove nothing of this run, by their titles: those that were not asked, and those of which every answer was
 * skipped. Pure.
 */
export function unproven(asked: readonly Check[], findings: readonly Finding[]): string[] {
  return CHECKS.filter((check) => {
    if (!asked.includes(check)) return true;
    const own = findings.filter(({ check: id }) => id === check.id);
    return own.length > 0 && own.every(({ status }) => status === 'skip');
  }).map(({ title }) => title);
}
