import type { Check } from '../check.ts';

/** verify.ts reports the hosts that were lost; the run's exit code is then 4. */
export const host: Check = {
  id: 'host',
  title: 'hosts can be looked at',
  asks: 'Does the host accept the login, and run a script?',
  on: 'each host',
  severity: 'fail',
  hint: 'try to log in by ssh as the inventory says',
  quick: true,
  judge: () => [],
};
