import { lines, sh, type Script } from '../../shell/script.ts';
import type { Opening } from '../openings.ts';
import type { Firewall } from './firewall.ts';
import { firewalldProbe, parseFirewalld, UNIT, WANTED } from './firewalld-state.ts';

/** firewalld, by firewall-cmd, and over D-Bus where only reading is needed. */
export const firewalld: Firewall = {
  id: 'firewalld',
  usable: sh`[ -e ${WANTED} ] ||
    { command -v firewall-cmd >/dev/null 2>&1 &&
      if [ -d /run/systemd/system ]; then systemctl is-active -q ${UNIT}; else firewall-cmd -q --state 2>/dev/null; fi; }`,
  probe: firewalldProbe,
  parse: parseFirewalld,
  open: (zone, openings) => permanently(zone, optionsFor('add', openings)),
  close: (zone, openings) => permanently(zone, optionsFor('remove', openings)),
  reload: () => sh`firewall-cmd -q --reload`,
  disable: () => sh`systemctl -q disable --now ${UNIT}`,
  restore: ({ running, enabled }) =>
    lines([
      enabled ? sh`[ -e ${WANTED} ] || systemctl -q enable ${UNIT}` : sh``,
      running ? sh`systemctl start ${UNIT}` : sh``,
    ]),
  openByHand,
  disableByHand: () => sh`if systemctl -q is-active firewalld; then systemctl disable --now firewalld; fi`,
  words: {
    zone: (zone) => `zone ${zone}`,
    opening: (zone, ports) => portsByHand('add', zone, ports),
    closing: (zone, ports) => portsByHand('remove', zone, ports),
    list: 'firewall-cmd --list-ports',
  },
};

/** The rich rule that lets one source through to a port, spelt as firewalld itself spells it. */
export function richRule(port: number, source: string): string {
  const family = source.includes(':') ? 'ipv6' : 'ipv4';
  return `rule family="${family}" source address="${source}" port port="${port}" protocol="tcp" accept`;
}

/** firewall-cmd takes options of one sort at a time. */
function permanently(zone: string, commands: readonly (readonly string[])[]): Script {
  return lines(commands.map((options) => sh`firewall-cmd -q --permanent ${[`--zone=${zone}`, ...options]}`));
}

function optionsFor(verb: 'add' | 'remove', openings: readonly Opening[]): string[][] {
  const ports = openings.flatMap(({ port, source }) =>
    source === undefined ? [`--${verb}-port=${port}/tcp`] : [],
  );
  const rules = openings.flatMap(({ port, source }) =>
    source === undefined ? [] : [`--${verb}-rich-rule=${richRule(port, source)}`],
  );
  return [ports, rules].filter((options) => options.length > 0);
}

function portsByHand(verb: 'add' | 'remove', zone: string, ports: readonly number[]): string {
  const options = ports.map((port) => `--${verb}-port=${port}/tcp`).join(' ');
  return `firewall-cmd --permanent --zone=${zone} ${options} && firewall-cmd --reload`;
}

function openByHand(address: string, openings: readonly Opening[]): Script {
  const commands = optionsFor('add', openings).map((options) => {
    const words = options.flatMap((option) => {
      const at = option.indexOf('=');
      return [option.slice(0, at), option.slice(at + 1)];
    });
    return sh`  firewall-cmd --permanent --zone="$zone" ${words}`;
  });
  return sh`
    if firewall-cmd -q --state 2>/dev/null; then
      device=$(ip -o addr show to ${address} | { read -r _ device _ && echo "$device"; })
      zone=$(firewall-cmd --get-zone-of-interface="$device" 2>/dev/null || firewall-cmd --get-default-zone)
    ${lines(commands)}
      firewall-cmd --reload
    fi`;
}
