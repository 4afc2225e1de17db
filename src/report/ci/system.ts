import type { Environment } from '../../std/environment.ts';

/** A continuous integration system that a run can be part of. */
type CiSystem = 'github' | 'gitlab' | 'other';

/** True if a variable says yes: `CI=false` is how people switch it off. */
export const isSet = (value: string | undefined): value is string =>
  value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());

/** The system, by the variables that it sets: GITHUB_ACTIONS, GITLAB_CI, else CI. */
export function ciSystem(env: Environment): CiSystem | undefined {
  if (isSet(env['GITHUB_ACTIONS'])) return 'github';
  if (isSet(env['GITLAB_CI'])) return 'gitlab';
  return isSet(env['CI']) ? 'other' : undefined;
}
