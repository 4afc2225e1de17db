import {
  changePorts,
  disableFirewalld,
  firewalldProbe,
  isOpen,
  openPortsByHand,
  parseFirewalld,
  type FirewalldState,
} from '../os/firewalld.ts';
import { sh } from '../shell/script.ts';
import { defineKind } from './resource.ts';

interface FirewallRef {
  /** the host's address: its interface decides the zone */
  readonly address: string;
}

export interface Firewall extends FirewallRef {
  readonly mode: 'open' | 'disable';
  /** ports that must be reachable, ascending */
  readonly ports: readonly number[];
  /** ports that an earlier run opened and nothing needs any more */
  readonly close: readonly number[];
}

/** The host's firewall: the ports of its instances open where firewalld runs, or firewalld off where the user asked. */
export const firewall = defineKind<FirewallRef, Firewall, FirewalldState>({
  kind: 'firewall',
  ref: ({ address }) => ({ address }),
  probe: ({ address }) => firewalldProbe(address),
  parse: parseFirewalld,
  supposed: ({ address }) => ({
    running: true,
    enabled: true,
    zone: `of ${address}`,
    runtime: [],
    permanent: [],
  }),
  byHand: ({ mode, address, ports }) => ({
    commands:
      mode === 'open'
        ? openPortsByHand(address, ports)
        : sh`if systemctl -q is-active firewalld; then systemctl disable --now firewalld; fi`,
  }),
  diff({ mode, ports, close }, found) {
    if (!found.running) return undefined;
    if (mode === 'disable') {
      return { action: 'stop', summary: 'stop and disable firewalld', apply: disableFirewalld() };
    }
    const missing = ports.filter((port) => !isOpen(found, port));
    const unwanted = close.filter((port) => isOpen(found, port) && !ports.includes(port));
    if (missing.length === 0 && unwanted.length === 0) return undefined;
    const words = [
      ...(missing.length === 0 ? [] : [`open ${missing.join(', ')}`]),
      ...(unwanted.length === 0 ? [] : [`close ${unwanted.join(', ')}`]),
    ];
    return {
      action: 'update',
      summary: `firewalld zone ${found.zone}: ${words.join('; ')}`,
      apply: changePorts(found.zone, missing, unwanted),
    };
  },
});
