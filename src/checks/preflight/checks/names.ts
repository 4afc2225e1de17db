import { isIP } from 'node:net';
import { textProbe } from '../../../probes/probe.ts';
import { lines, type Script, sh } from '../../../shell/script.ts';
import { fail, type Judgement, pass, warn } from '../../finding.ts';
import type { HostCheck, PlannedHost } from '../check.ts';

export const names: HostCheck<string> = {
  id: 'names',
  asks: "whether the host resolves every name that the inventory gives as an address, and its own; whether another line of /etc/hosts stands in the way of an alias; and whether the host's address is its own",
  probe: (subject) => textProbe('names', scriptFor(subject)),
  judge(subject, { found: text }) {
    const said = text.split('\n').map((line) => line.trim().split(/\s+/));
    const isElsewhere = said.some(([kind, whose]) => kind === 'address' && whose === 'other');
    const findings = [
      ...said.flatMap(judgeName),
      ...judgeAliases(subject, said),
      ...(isElsewhere ? [notItsAddress(subject)] : []),
    ];
    if (findings.length > 0) return findings;
    const asked = addressNames(subject);
    return pass(
      asked.length === 0 ? 'addresses are numbers; the own name resolves' : `resolves ${asked.join(', ')}`,
    );
  },
};

/** Prints lines `self NAME ADDRESS`, `hosts ADDRESS NAME...`, `name NAME ADDRESS` and `address own` or `address other`. */
function scriptFor(subject: PlannedHost): Script {
  const { address } = subject.host;
  return lines([
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
    isIP(address) === 0
      ? sh``
      : sh`
        case " $own " in
          '  ') ;;
          *" "${address}[/\ ]*) echo 'address own' ;;
          *) echo 'address other' ;;
        esac`,
  ]);
}

/** The names among the addresses that this cluster's members dial. */
function addressNames({ topology }: PlannedHost): string[] {
  const addresses = [
    ...topology.hosts.map(({ address }) => address),
    ...topology.instances.flatMap(({ address, haAddress }) => [address, haAddress]),
  ];
  return [...new Set(addresses)].filter((address) => isIP(address) === 0);
}

function judgeName([kind, word = '', address]: readonly string[]): Judgement[] {
  if (address !== undefined) return [];
  if (kind === 'self') {
    const slow = 'add it to /etc/hosts: Java looks it up at every start, and waits for DNS';
    return [warn(`the host does not resolve its own name ${word}`, slow)];
  }
  if (kind !== 'name') return [];
  const hint = 'add it to DNS or to /etc/hosts there, or give an IP address as `address` in the inventory';
  return [fail(`${word} does not resolve`, hint)];
}

/** The first line of /etc/hosts that has a name wins: one that is not rmqctl's comes before rmqctl's block. */
function judgeAliases({ topology }: PlannedHost, said: readonly (readonly string[])[]): Judgement[] {
  return topology.aliases.flatMap(({ name, address }) => {
    const [, found] = said.find(([kind, , ...aliases]) => kind === 'hosts' && aliases.includes(name)) ?? [];
    if (found === undefined || found === address) return [];
    const hint = 'take that line out, or set another prefix in `aliases`';
    return [fail(`/etc/hosts has ${name} as ${found} already, not ${address}`, hint)];
  });
}

function notItsAddress({ host }: PlannedHost): Judgement {
  return warn(
    `${host.address} is not an address of any interface there`,
    'right where it is translated (NAT); else correct `address`: clients and brokers dial it, `ssh.host` is where rmqctl logs in',
  );
}
