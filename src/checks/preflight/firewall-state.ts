import {
  admits,
  type FirewalldState,
  firewalldProbe,
  parseFirewalld,
} from '../../hosts/firewalls/firewalld.ts';
import type { Script } from '../../shell/script.ts';
import type { Subject } from './check.ts';

/** firewalld's state, and what becomes of packets that it does not let through. */
export interface HostFirewall extends FirewalldState {
  /** they are dropped, so that a caller waits in vain; else refused, which the caller is told */
  readonly drops: boolean;
  /** everything is let through */
  readonly accepts: boolean;
}

export function firewallStateProbe({ host }: Subject): Script {
  return firewalldProbe(host.address);
}

/** The probe's output as data; the zone's file, which ends it, names the target where it is not the default. */
export function parseFirewallState(text: string): HostFirewall {
  const target = /<zone\b[^>]*\btarget=["']([^"']+)["']/.exec(text)?.[1];
  return { ...parseFirewalld(text), drops: target === 'DROP', accepts: target === 'ACCEPT' };
}

/** Whether firewalld lets a caller through to a port now. @param caller its address; absent: just anybody */
export function isOpenNow(state: HostFirewall, port: number, caller?: string): boolean {
  return !state.running || state.accepts || admits(state, port, caller);
}
