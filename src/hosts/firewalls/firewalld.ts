import { lines, type Script, sh } from '../../shell/script.ts';
import type { Opening } from '../openings.ts';
import type { Admission, Firewall, FirewallState } from './firewall.ts';

const BUS = ['busctl', 'call', 'org.fedoraproject.FirewallD1', '/org/fedoraproject/FirewallD1'];
const UNIT = 'firewalld.service';
/** Seconds that a host is given to start firewalld. */
const BOOT_SECONDS = 20;
/** There while firewalld starts with the host. */
const WANTED = `/etc/systemd/system/multi-user.target.wants/${UNIT}`;

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

/**
 * Reads firewalld's state: over D-Bus where busctl is (milliseconds; each firewall-cmd starts a Python), and the permanent
 * ports from the zone's file.
 * @param address the host's address, whose interface decides the zone
 */
export function firewalldProbe(address: string): Script {
  return sh`
    # a host that boots has firewalld a few seconds after sshd
    tries=0
    while [ -e ${WANTED} ] && [ "$tries" -lt ${BOOT_SECONDS * 5} ] && ! systemctl is-active -q ${UNIT}; do
      case $(systemctl is-active ${UNIT}):$(systemctl is-system-running) in
        activating:*|inactive:initializing|inactive:starting) sleep 0.2; tries=$((tries + 1)) ;;
        *) break ;;
      esac
    done
    { [ -d /run/systemd/system ] && systemctl is-active -q ${UNIT}; } ||
      { [ ! -d /run/systemd/system ] && command -v firewall-cmd >/dev/null 2>&1 && firewall-cmd -q --state; } ||
      { if [ -e ${WANTED} ]; then printf 'stopped\nenabled\n'; fi; exit 0; }
    echo running
    if [ -e ${WANTED} ]; then echo enabled; else echo unenabled; fi
    device=$(ip -o addr show to ${address} 2>/dev/null | { read -r _ device _ && echo "$device"; }) || device=
    if command -v busctl >/dev/null 2>&1; then
      zone=
      [ -z "$device" ] || zone=$(${BUS} org.fedoraproject.FirewallD1.zone getZoneOfInterface s "$device") || zone=
      zone=\${zone#s } zone=\${zone#\"} zone=\${zone%\"}
      [ -n "$zone" ] || zone=$(${BUS} org.fedoraproject.FirewallD1 getDefaultZone)
      zone=\${zone#s } zone=\${zone#\"} zone=\${zone%\"}
      echo "$zone"
      ${BUS} org.fedoraproject.FirewallD1.zone getPorts s "$zone"
      ${BUS} org.fedoraproject.FirewallD1.zone getRichRules s "$zone"
    else
      zone=
      [ -z "$device" ] || zone=$(firewall-cmd --get-zone-of-interface="$device" 2>/dev/null) || zone=
      [ -n "$zone" ] || zone=$(firewall-cmd --get-default-zone)
      echo "$zone"
      firewall-cmd --zone="$zone" --list-ports
      firewall-cmd --zone="$zone" --list-rich-rules | tr '\n' ' '
      echo
    fi
    cat "/etc/firewalld/zones/$zone.xml" 2>/dev/null || cat "/usr/lib/firewalld/zones/$zone.xml"`;
}

/** The probe's output as data; an empty output means that firewalld neither runs nor starts with the host. */
export function parseFirewalld(output: string): FirewallState {
  const [running = '', enabled = '', zone = '', ports = '', rules = '', ...xml] = output.split('\n');
  const file = xml.join('\n').replaceAll(/<!--[^]*?-->/g, '');
  return {
    running: running === 'running',
    enabled: enabled === 'enabled',
    zone,
    runtime: [...parsePorts(ports), ...parseRules(rules)],
    permanent: parseZone(file),
    others: parseTarget(file),
  };
}

/** The zone's target, which its file names where it is not the default. */
function parseTarget(xml: string): FirewallState['others'] {
  const target = /<zone\b[^>]*\btarget=["']([^"']+)["']/.exec(xml)?.[1];
  if (target === 'DROP') return 'dropped';
  return target === 'ACCEPT' ? 'accepted' : 'refused';
}

/** Ports and ranges in what busctl (`aas 1 2 "9876" "tcp"`) and firewall-cmd (`9876/tcp`) print; udp is left out. */
function parsePorts(text: string): Admission[] {
  const found = text.matchAll(/"([\d-]+)"\s+"tcp"|\b([\d-]+)\/tcp\b/g);
  return [...found].map(([, onBus, byCommand]) => parseRange(onBus ?? byCommand ?? ''));
}

/** Rules as `richRule` writes them, in what both print; busctl quotes each again. Others are not of our kind. */
function parseRules(text: string): Admission[] {
  const rule =
    /rule family="ipv[46]" source address="([^"]+)" port port="([\d-]+)" protocol="tcp" accept(?! limit)/g;
  const found = text.replaceAll(String.raw`\"`, '"').matchAll(rule);
  return [...found].map(([, source = '', port = '']) => ({ ...parseRange(port), source }));
}

/** The same in a zone's file: `<port protocol="tcp" port="9876"/>`, the attributes in any order. */
function parseZone(xml: string): Admission[] {
  const rules = xml.match(/<rule[\s>][^]*?<\/rule>/g) ?? [];
  return [...tcpPorts(xml.replaceAll(/<rule[\s>][^]*?<\/rule>/g, '')), ...rules.flatMap(parseRule)];
}

/** A rich rule of a zone's file that lets a source through to a port, and no other kind: one element more is another meaning. */
function parseRule(xml: string): Admission[] {
  const source = /<source\s+address=["']([^"']+)["']\s*\/>/.exec(xml)?.[1];
  const elements = (xml.match(/<\w+/g) ?? []).sort().join(' ');
  if (source === undefined || elements !== '<accept <port <rule <source') return [];
  return tcpPorts(xml).map((port) => ({ ...port, source }));
}

function tcpPorts(xml: string): Admission[] {
  return (xml.match(/<port\s[^>]*>/g) ?? []).flatMap((tag) => {
    const port = /\sport=["']([\d-]+)["']/.exec(tag)?.[1];
    return port !== undefined && /\sprotocol=["']tcp["']/.test(tag) ? [parseRange(port)] : [];
  });
}

function parseRange(text: string): Admission {
  const [from = '', to = from] = text.split('-');
  return { from: Number(from), to: Number(to) };
}
