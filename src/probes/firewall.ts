import { firewallsProbe, type HostFirewall, parseFirewalls } from '../hosts/firewalls/registry.ts';
import type { Probe } from './probe.ts';

/** A host's firewall, and what it lets through to the host's address. */
export function firewallState(address: string): Probe<HostFirewall> {
  return { id: 'firewall', script: firewallsProbe(address), parse: parseFirewalls };
}
