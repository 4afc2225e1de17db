import { openingsInWords } from '../../../hosts/firewalls/firewalld-changes.ts';
import { type Opening, openingsOn } from '../../../hosts/openings.ts';
import { type HostCheck, pass, warn } from '../check.ts';
import { firewallStateProbe, type HostFirewall, isOpenNow, parseFirewallState } from '../firewall-state.ts';

export const firewall: HostCheck = {
  id: 'firewall',
  asks: 'whether firewalld runs, which ports of the deployment it closes, and what deploy does about it',
  probe: firewallStateProbe,
  judge({ topology, host }, { facts, text }) {
    const state = parseFirewallState(text);
    if (!state.running) return [pass('firewalld does not run')];
    const openings = openingsOn(topology, host);
    const closed = openings.filter(({ port, source }) => !isOpenNow(state, port, source));
    const zone = `firewalld runs, zone ${state.zone}`;
    if (topology.firewall === 'disable') return [pass(`${zone}; deploy stops and disables it`)];
    const opens = topology.firewall === 'auto' && facts.root;
    const tooWide = opens && topology.restrict !== undefined ? openToAll(openings, state) : [];
    if (tooWide.length > 0) {
      const ports = tooWide.map((port) => `--remove-port=${port}/tcp`).join(' ');
      return [
        warn(
          `${zone}; open to everybody: ${tooWide.join(', ')}`,
          'deploy closes what rmqctl opened itself; what others opened stays until they close it: ' +
            `firewall-cmd --permanent --zone=${state.zone} ${ports} && firewall-cmd --reload`,
        ),
      ];
    }
    if (closed.length === 0) return [pass(`${zone}; every port is open`)];
    if (opens) return [pass(`${zone}; deploy opens ${openingsInWords(closed)}`)];
    const why = facts.root ? '`firewall: off` leaves it so' : 'only root can open them';
    const options = closed.map(({ port }) => `--add-port=${port}/tcp`).join(' ');
    return [
      warn(
        `${zone}; closed: ${openingsInWords(closed)}, and ${why}`,
        `firewall-cmd --permanent --zone=${state.zone} ${options} && firewall-cmd --reload`,
      ),
    ];
  },
};

/** Ports of the deployment that are open to everybody now. */
function openToAll(openings: readonly Opening[], state: HostFirewall): number[] {
  return [...new Set(openings.map(({ port }) => port))].filter((port) => isOpenNow(state, port));
}
