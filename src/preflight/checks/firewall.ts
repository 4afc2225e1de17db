import { type HostCheck, pass, warn } from '../check.ts';
import { firewallStateProbe, isOpenNow, parseFirewallState } from '../firewall-state.ts';

export const firewall: HostCheck = {
  id: 'firewall',
  asks: 'whether firewalld runs, which ports of the deployment it closes, and what deploy does about it',
  probe: firewallStateProbe,
  judge({ topology, instances }, { facts, text }) {
    const state = parseFirewallState(text);
    if (!state.running) return [pass('firewalld does not run')];
    const wanted = instances.flatMap(({ ports }) => ports.map(({ port }) => port));
    const closed = [...new Set(wanted)].filter((port) => !isOpenNow(state, port));
    const zone = `firewalld runs, zone ${state.zone}`;
    if (topology.firewall === 'disable') return [pass(`${zone}; deploy stops and disables it`)];
    if (closed.length === 0) return [pass(`${zone}; every port is open`)];
    if (topology.firewall === 'auto' && facts.root)
      return [pass(`${zone}; deploy opens ${closed.join(', ')}`)];
    const why = facts.root ? '`firewall: off` leaves it so' : 'only root can open them';
    const options = closed.map((port) => `--add-port=${port}/tcp`).join(' ');
    return [
      warn(
        `${zone}; closed: ${closed.join(', ')}, and ${why}`,
        `firewall-cmd --permanent --zone=${state.zone} ${options} && firewall-cmd --reload`,
      ),
    ];
  },
};
