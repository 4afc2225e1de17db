import {
  changePorts,
  disableFirewalld,
  firewalldProbe,
  isOpen,
  openPortsByHand,
  parseFirewalld,
  type FirewalldState,
} from '../os/firewalld.ts';
import { lines, sh, type Script } from '../shell/script.ts';
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
  /** the host's list of what was made there (os/site.ts) */
  readonly made?: string | undefined;
}

interface Found extends FirewalldState {
  /** what rmqctl opened, as "ZONE PORT" */
  readonly opened: readonly string[];
}

/** The host's firewall: the ports of its instances open where firewalld runs, or firewalld off where the user asked. */
export const firewall = defineKind<FirewallRef & Pick<Firewall, 'made'>, Firewall, Found>({
  kind: 'firewall',
  ref: ({ address }) => ({ address }),
  probe: ({ address, made = '' }) => lines([openedProbe(made), firewalldProbe(address)]),
  parse: (output) => {
    const all = output.split('\n');
    const opened = all.filter((line) => line.startsWith('port '));
    const rest = all.slice(opened.length).join('\n');
    return { ...parseFirewalld(rest), opened: opened.map((line) => line.slice('port '.length)) };
  },
  supposed: ({ address }) => ({
    running: true,
    enabled: true,
    zone: `of ${address}`,
    runtime: [],
    permanent: [],
    opened: [],
  }),
  byHand: ({ mode, address, ports }) => ({
    commands:
      mode === 'open'
        ? openPortsByHand(address, ports)
        : sh`if systemctl -q is-active firewalld; then systemctl disable --now firewalld; fi`,
  }),
  diff({ mode, ports, close, made }, found) {
    if (mode === 'disable') {
      if (!found.running && !found.enabled) return undefined;
      return { action: 'stop', summary: 'stop and disable firewalld', apply: disableFirewalld() };
    }
    if (!found.running) return undefined;
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
      apply: lines([remember(made, found.zone, missing), changePorts(found.zone, missing, unwanted)]),
    };
  },
  destroy({ mode, ports, made }, found) {
    const own = ports.filter((port) => found.opened.includes(`${found.zone} ${port}`) && isOpen(found, port));
    if (mode === 'disable' || !found.running || own.length === 0 || made === undefined) return undefined;
    return {
      action: 'delete',
      summary: `firewalld zone ${found.zone}: close ${own.join(', ')}`,
      apply: sh`
        ${changePorts(found.zone, [], own)}
        for line in ${own.map((port) => `port ${found.zone} ${port}`)}; do forget ${made} "$line"; done`,
    };
  },
});

function openedProbe(made: string): Script {
  return sh`[ ! -f ${made} ] || grep '^port ' ${made} || :`;
}

/** Notes which ports are opened, before they are: only these are closed when the cluster goes. */
function remember(made: string | undefined, zone: string, ports: readonly number[]): Script {
  if (made === undefined || ports.length === 0) return sh``;
  return sh`
    make_directory ${made} "$(dirname ${made})"
    for line in ${ports.map((port) => `port ${zone} ${port}`)}; do
      noted ${made} "$line" || echo "$line" >>${made}
    done`;
}
