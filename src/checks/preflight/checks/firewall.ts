import { isOpenNow } from '../../../hosts/firewalls/firewall.ts';
import { openingsInWords, openingsOn } from '../../../hosts/openings.ts';
import type { HostFirewall } from '../../../hosts/firewalls/registry.ts';
import { hostSoftware } from '../../../hosts/software.ts';
import { either } from '../../../std/either.ts';
import { pass, warn } from '../../finding.ts';
import type { HostCheck } from '../check.ts';
import { hostFirewall } from '../probes.ts';

export const closedPorts: HostCheck<HostFirewall> = {
  id: 'firewall',
  asks: `whether ${either(hostSoftware.firewalls)} runs, which ports of the deployment it closes, and what deploy does about it`,
  probe: hostFirewall,
  judge({ topology, host }, { facts, found: state }) {
    const { id, words } = state.firewall;
    if (!state.running) return pass(`${id} does not run`);
    const zone = `${id} runs, ${words.zone(state.zone)}`;
    if (topology.firewall === 'disable') return pass(`${zone}; deploy stops and disables it`);
    const openings = openingsOn(topology, host);
    const opens = topology.firewall === 'auto' && facts.root;
    const openToAll = [...new Set(openings.map(({ port }) => port))].filter((port) => isOpenNow(state, port));
    if (opens && topology.restrict !== undefined && openToAll.length > 0)
      return warn(
        `${zone}; open to everybody: ${openToAll.join(', ')}`,
        'deploy closes what rmqctl opened itself; what others opened stays until they close it: ' +
          words.closing(state.zone, openToAll),
      );
    const closed = openings.filter(({ port, source }) => !isOpenNow(state, port, source));
    if (closed.length === 0) return pass(`${zone}; every port is open`);
    if (opens) return pass(`${zone}; deploy opens ${openingsInWords(closed)}`);
    const why = facts.root ? '`firewall: off` leaves it so' : 'only root can open them';
    const ports = closed.map(({ port }) => port);
    return warn(`${zone}; closed: ${openingsInWords(closed)}, and ${why}`, words.opening(state.zone, ports));
  },
};
