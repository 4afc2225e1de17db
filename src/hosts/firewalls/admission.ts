import { covers } from '../../model/ip-address.ts';
import type { Opening } from '../openings.ts';
import type { Admission, FirewallState } from './firewall.ts';

/** True if an opening is there, exactly for its source, now and after a reload. */
export function isOpen(
  { runtime, permanent }: Pick<FirewallState, 'runtime' | 'permanent'>,
  { port, source }: Opening,
): boolean {
  const within = (admissions: readonly Admission[]) =>
    admissions.some((each) => each.from <= port && port <= each.to && each.source === source);
  return within(runtime) && within(permanent);
}

/** True if a rule lets a caller through to a port now; what is kept for later does not count. @param caller its IPv4 address */
export function admits({ runtime }: Pick<FirewallState, 'runtime'>, port: number, caller?: string): boolean {
  return runtime.some(
    ({ from, to, source }) =>
      from <= port &&
      port <= to &&
      (source === undefined || (caller !== undefined && covers(source, caller))),
  );
}

/** True if a caller gets through to a port now, by a rule or without one. @param caller its address; absent: just anybody */
export function isOpenNow(state: FirewallState, port: number, caller?: string): boolean {
  return !state.running || state.others === 'accepted' || admits(state, port, caller);
}
