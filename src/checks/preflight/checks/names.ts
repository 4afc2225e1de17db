import { isIP } from 'node:net';
import { lines, sh } from '../../../shell/script.ts';
import { type HostCheck, type PlannedHost } from '../check.ts';
import { textProbe } from '../../../probes/probe.ts';
import { fail, type Judgement, pass, warn } from '../../finding.ts';

export const names: HostCheck<string> = {
  id: 'names',
  asks: "whether the host resolves every name that the inventory gives as an address, and its own; whether another line of /etc/hosts stands in the way of an alias; and whether the host's address is its own",
  probe: (subject) =>
    textProbe(
      'names',
      lines([
        sh`
        resolve() {
          if command -v getent >/dev/null 2>&1; then getent hosts "$1" | head -n 1 | cut -d' ' -f1; else echo '?'; fi
        }
        echo "self $(uname -n) $(resolve "$(uname -n)")"
        own=$(ip -o addr 2>/dev/null || hostname -I 2>/dev/null) || :
        inside=
        while IFS= read -r line; do
          case $line in
            "# BEGIN rmqctl "*) inside=yes ;;
            "# END rmqctl "*) inside= ;;
            '#'*|'') ;;
            *) [ -n "$inside" ] || echo "hosts \${line%%#*}" ;;
          esac
        done </etc/hosts`,
        ...addressNames(subject).map((name) => sh`echo "name ${name} $(resolve ${name})"`),
        isIP(subject.host.address) === 0
          ? sh``
          : sh`
          case " $own " in
            '  ') ;;
            *" "${subject.host.address}[/\ ]*) echo 'address own' ;;
            *) echo 'address other' ;;
          esac`,
      ]),
    ),
  judge(subject, { found: text }) {
    const said = text.split('\n').map((line) => line.trim().split(/\s+/));
    const findings = [
      ...said.flatMap((words) => judgeName(subject, words)),
      ...judgeAliases(subject, said),
      ...judgeAddress(subject, said),
    ];
    if (findings.length > 0) return findings;
    const asked = addressNames(subject);
    return [
      pass(
        asked.length === 0 ? 'addresses are numbers; the own name resolves' : `resolves ${asked.join(', ')}`,
      ),
    ];
  },
};

/** The names among the addresses that this cluster's members dial. */
function addressNames({ topology }: PlannedHost): string[] {
  const addresses = [
    ...topology.hosts.map(({ address }) => address),
    ...topology.instances.flatMap(({ address, haAddress }) => [address, haAddress]),
  ];
  return [...new Set(addresses)].filter((address) => isIP(address) === 0);
}

function judgeName(_: PlannedHost, [kind, name = '', address]: readonly string[]): Judgement[] {
  if (address !== undefined) return [];
  if (kind === 'self') {
    const slow = 'add it to /etc/hosts: Java looks it up at every start, and waits for DNS';
    return [warn(`the host does not resolve its own name ${name}`, slow)];
  }
  if (kind !== 'name') return [];
  const hint = 'add it to DNS or to /etc/hosts there, or give an IP address as `address` in the inventory';
  return [fail(`${name} does not resolve`, hint)];
}

/** The first line of /etc/hosts that has a name wins: a line that somebody wrote stands before rmqctl's block. */
function judgeAliases({ topology }: PlannedHost, said: readonly (readonly string[])[]): Judgement[] {
  const lines_ = said.filter(([kind]) => kind === 'hosts');
  return topology.aliases.flatMap(({ name, address }) => {
    const line = lines_.find((words) => words.slice(2).includes(name));
    if (line === undefined || line[1] === address) return [];
    const hint = 'take that line out, or set another prefix in `aliases`';
    return [fail(`/etc/hosts has ${name} as ${line[1]} already, not ${address}`, hint)];
  });
}

function judgeAddress({ host }: PlannedHost, said: readonly (readonly string[])[]): Judgement[] {
  if (!said.some(([kind, whose]) => kind === 'address' && whose === 'other')) return [];
  return [
    warn(
      `${host.address} is not an address of any interface there`,
      'right where it is translated (NAT); else correct `address`: clients and brokers dial it, `ssh.host` is where rmqctl logs in',
    ),
  ];
}
