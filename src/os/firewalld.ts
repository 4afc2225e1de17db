import { lines, sh, type Script } from '../shell/script.ts';

/** What firewalld lets through in the zone of the host's address. */
export interface FirewalldState {
  readonly running: boolean;
  readonly enabled: boolean;
  readonly zone: string;
  /** open now */
  readonly runtime: readonly PortRange[];
  /** open after a reload or a reboot */
  readonly permanent: readonly PortRange[];
}

interface PortRange {
  readonly from: number;
  readonly to: number;
}

const BUS = ['busctl', 'call', 'org.fedoraproject.FirewallD1', '/org/fedoraproject/FirewallD1'];
const UNIT = 'firewalld.service';
/** Seconds that a host is given to start firewalld. */
const BOOT_SECONDS = 20;
/** There while firewalld starts with the host. */
const WANTED = `/etc/systemd/system/multi-user.target.wants/${UNIT}`;

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
    else
      zone=
      [ -z "$device" ] || zone=$(firewall-cmd --get-zone-of-interface="$device" 2>/dev/null) || zone=
      [ -n "$zone" ] || zone=$(firewall-cmd --get-default-zone)
      echo "$zone"
      firewall-cmd --zone="$zone" --list-ports
    fi
    cat "/etc/firewalld/zones/$zone.xml" 2>/dev/null || cat "/usr/lib/firewalld/zones/$zone.xml"`;
}

/** The probe's output as data; an empty output means that firewalld neither runs nor starts with the host. */
export function parseFirewalld(output: string): FirewalldState {
  const [running = '', enabled = '', zone = '', ports = '', ...xml] = output.split('\n');
  return {
    running: running === 'running',
    enabled: enabled === 'enabled',
    zone,
    runtime: parsePorts(ports),
    permanent: parseZone(xml.join('\n')),
  };
}

/** Ports and ranges in what busctl (`aas 1 2 "9876" "tcp"`) and firewall-cmd (`9876/tcp`) print; udp is left out. */
function parsePorts(text: string): PortRange[] {
  const found = text.matchAll(/"([\d-]+)"\s+"tcp"|\b([\d-]+)\/tcp\b/g);
  return [...found].map(([, onBus, byCommand]) => parseRange(onBus ?? byCommand ?? ''));
}

/** The same in a zone's file: `<port protocol="tcp" port="9876"/>`, the attributes in any order. */
function parseZone(xml: string): PortRange[] {
  const tags = xml.replaceAll(/<!--[^]*?-->/g, '').matchAll(/<port\s[^>]*>/g);
  return [...tags].flatMap(([tag]) => {
    const port = /\sport=["']([\d-]+)["']/.exec(tag)?.[1];
    return port !== undefined && /\sprotocol=["']tcp["']/.test(tag) ? [parseRange(port)] : [];
  });
}

function parseRange(text: string): PortRange {
  const [from = '', to = from] = text.split('-');
  return { from: Number(from), to: Number(to) };
}

/** Whether a port is let through, now and after a reload. */
export function isOpen(state: FirewalldState, port: number): boolean {
  const within = (ranges: readonly PortRange[]) => ranges.some(({ from, to }) => from <= port && port <= to);
  return within(state.runtime) && within(state.permanent);
}

/** Opens and closes ports for good, with one reload. */
export function changePorts(zone: string, open: readonly number[], close: readonly number[]): Script {
  const permanent = ['firewall-cmd', '-q', '--permanent', `--zone=${zone}`];
  const change = (option: string, ports: readonly number[]) =>
    ports.length === 0 ? sh`` : sh`${permanent} ${ports.map((port) => `--${option}-port=${port}/tcp`)}`;
  return lines([change('add', open), change('remove', close), sh`firewall-cmd -q --reload`]);
}

/** Opens ports in the zone of an address's interface where firewalld runs, in the words of a person. */
export function openPortsByHand(address: string, ports: readonly number[]): Script {
  const options = ports.flatMap((port) => ['--add-port', `${port}/tcp`]);
  return sh`
    if firewall-cmd -q --state 2>/dev/null; then
      device=$(ip -o addr show to ${address} | { read -r _ device _ && echo "$device"; })
      zone=$(firewall-cmd --get-zone-of-interface="$device" 2>/dev/null || firewall-cmd --get-default-zone)
      firewall-cmd --permanent --zone="$zone" ${options}
      firewall-cmd --reload
    fi`;
}

/** Stops firewalld and keeps it from starting again. */
export function disableFirewalld(): Script {
  return sh`systemctl -q disable --now ${UNIT}`;
}
