import { lines, sh, type Script } from '../../shell/script.ts';
import { groupBy } from '../../std/group-by.ts';
import { UNIT, WANTED } from './firewalld.ts';
import type { Opening } from '../openings.ts';

/** What is opened or closed in one zone. */
export interface ZoneChange {
  readonly zone: string;
  readonly open: readonly Opening[];
  readonly close: readonly Opening[];
}

/** The rich rule that lets one source through to a port, spelt as firewalld itself spells it. */
export function richRule(port: number, source: string): string {
  const family = source.includes(':') ? 'ipv6' : 'ipv4';
  return `rule family="${family}" source address="${source}" port port="${port}" protocol="tcp" accept`;
}

/** Opens and closes for good, with one reload after all zones; established connections live on. */
export function changeOpenings(changes: readonly ZoneChange[]): Script {
  return lines([permanently(changes), sh`firewall-cmd -q --reload`]);
}

/** The same, with effect from the next reload on. firewall-cmd takes options of one sort at a time. */
function permanently(changes: readonly ZoneChange[]): Script {
  return lines(
    changes.flatMap(({ zone, open, close }) =>
      [...optionsFor('add', open), ...optionsFor('remove', close)].map(
        (options) => sh`firewall-cmd -q --permanent ${[`--zone=${zone}`, ...options]}`,
      ),
    ),
  );
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

/** Opens in the zone of an address's interface where firewalld runs, in the words of a person. */
export function openByHand(address: string, openings: readonly Opening[]): Script {
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
 * What a person reads: "9876, 10911" to everybody, "10912 to 10.0.0.2, 10.0.0.3" to some; the ports that go to the same sources
 * together.
 */
export function openingsInWords(openings: readonly Opening[]): string {
  const sources = new Map(
    [...groupBy(openings, ({ port }) => String(port))].map(([port, own]) => [
      port,
      sourcesInWords(own.flatMap(({ source }) => source ?? [])),
    ]),
  );
  const alike = groupBy([...sources], ([, to]) => to);
  return [...alike]
    .map(([to, ports]) => `${ports.map(([port]) => port).join(', ')}${to === '' ? '' : ` to ${to}`}`)
    .join('; ');
}

/** Sources that are named one by one. */
const NAMED = 5;

function sourcesInWords(sources: readonly string[]): string {
  const named = sources.slice(0, NAMED).join(', ');
  return sources.length > NAMED ? `${named} and ${sources.length - NAMED} more` : named;
}

/** Stops firewalld and keeps it from starting again. */
export function disableFirewalld(): Script {
  return sh`systemctl -q disable --now ${UNIT}`;
}

/** Starts firewalld again, and lets it start with the host, as far as it did before. */
export function restoreFirewalld({ running, enabled }: { running: boolean; enabled: boolean }): Script {
  return lines([
    enabled ? sh`[ -e ${WANTED} ] || systemctl -q enable ${UNIT}` : sh``,
    running ? sh`systemctl start ${UNIT}` : sh``,
  ]);
}
