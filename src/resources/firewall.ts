import { admits, isOpen, changeOpenings, type FirewallState } from '../hosts/firewalls/firewall.ts';
import { openingsInWords, type Opening } from '../hosts/openings.ts';
import { firewallNamed, UNNAMED_FIREWALL } from '../hosts/firewalls/registry.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import { disabledNote, noteOf, parseNotes, type Notes, type Noted } from './firewall/notes.ts';
import { forget, remember } from './created-paths.ts';
import { defineKind, type Change } from './resource.ts';

export interface FirewallOpenings {
  /** its id (hosts/firewalls/registry.ts); absent: UNNAMED_FIREWALL */
  readonly firewall?: string | undefined;
  /** the host's address: its interface decides the zone */
  readonly address: string;
  /** the host's list of what was made there (hosts/site.ts) */
  readonly made: string;
  /** off: nothing is changed, but what was once opened goes with the cluster */
  readonly mode: 'open' | 'disable' | 'off';
  readonly cluster: string;
  /** what must be let through, ascending by port */
  readonly openings: readonly Opening[];
  /** another cluster of the host wants it stopped as well */
  readonly keepDisabled: boolean;
}

type FirewallRef = Pick<FirewallOpenings, 'firewall' | 'address' | 'made'>;
type Found = FirewallState & Notes;

/** The host's firewall: what its instances need open where it runs, or the firewall off where the user asked. */
export const firewall = defineKind<FirewallRef, FirewallOpenings, Found>({
  kind: 'firewall',
  ref: ({ address, made, firewall: id }) => ({
    address,
    made,
    ...(id === UNNAMED_FIREWALL ? {} : { firewall: id }),
  }),
  probe: ({ address, made, firewall: id }) => {
    const used = firewallNamed(id);
    return lines([sh`[ ! -f ${made} ] || grep ${`^${used.id} `} ${made} || :`, used.probe(address)]);
  },
  parse: (output, { firewall: id }) => {
    const used = firewallNamed(id);
    const { notes, rest } = parseNotes(output, used.id);
    return { ...used.parse(rest), ...notes };
  },
  assumed: ({ address }) => ({
    running: true,
    enabled: true,
    zone: `of ${address}`,
    runtime: [],
    permanent: [],
    others: 'refused',
    opened: [],
    disabled: undefined,
  }),
  byHand: ({ mode, address, openings, firewall: id }) => {
    const used = firewallNamed(id);
    return { commands: mode === 'open' ? used.openByHand(address, openings) : used.disableByHand() };
  },
  diff(desired, found) {
    if (desired.mode === 'off') return undefined;
    return desired.mode === 'disable' ? disable(desired, found) : open(desired, found);
  },
  destroy(desired, found) {
    const { disabled } = found;
    const used = firewallNamed(desired.firewall);
    const starts = disabled !== undefined && !desired.keepDisabled;
    const own = found.running || (starts && disabled.running) ? ownNotes(desired, found) : [];
    if (own.length === 0 && !starts) return undefined;
    const words = [...(starts ? ['start it again'] : []), ...inWords('close', own)];
    return {
      action: 'delete',
      summary: `${used.id}${own.length === 0 ? '' : ` ${used.words.zone(zonesOf(own).join(', '))}`}: ${words.join('; ')}`,
      apply: lines([
        starts ? lines([used.restore(disabled), forget(desired.made, [disabled.line])]) : sh``,
        closing(desired, own),
      ]),
    };
  },
});

/** Stopped, what others rely on being closed is open: what rmqctl found is noted, for when the cluster goes. */
function disable(desired: FirewallOpenings, found: Found): Change | undefined {
  const { running, enabled } = found;
  const used = firewallNamed(desired.firewall);
  if (!running && !enabled) return undefined;
  return {
    action: 'stop',
    summary: `stop and disable ${used.id}`,
    apply: lines([
      running ? closing(desired, ownNotes(desired, found)) : sh``,
      remember(desired.made, found.disabled === undefined ? [disabledNote(used.id, found)] : []),
      used.disable(),
    ]),
  };
}

/** What is missing is opened; what this cluster opened and nothing needs any more is closed. What others opened stays. */
function open(desired: FirewallOpenings, found: Found): Change | undefined {
  if (!found.running) return undefined;
  const { zone } = found;
  const { openings, cluster, made } = desired;
  const used = firewallNamed(desired.firewall);
  const note = (opening: Opening): string => noteOf({ ...opening, firewall: used.id, zone, cluster });
  const missing = openings.filter((opening) => !isOpen(found, opening));
  const wanted = new Set(openings.map(note));
  const surplus = ownNotes(desired, found).filter((noted) => !wanted.has(noteOf(noted)));
  if (missing.length === 0 && surplus.length === 0) return undefined;
  const words = [...inWords('open', missing), ...inWords('close', surplus)];
  const elsewhere = surplus.filter((noted) => noted.zone !== zone);
  return {
    action: 'update',
    summary: `${used.id} ${used.words.zone(zone)}: ${words.join('; ')}`,
    apply: lines([
      ...warnings(desired, found),
      remember(made, missing.map(note)),
      changeOpenings(used, [
        { zone, open: missing, close: surplus.filter((noted) => noted.zone === zone) },
        ...closedZones(elsewhere),
      ]),
      forget(made, surplus.map(noteOf)),
    ]),
  };
}

function inWords(verb: 'open' | 'close', openings: readonly Opening[]): string[] {
  return openings.length === 0 ? [] : [`${verb} ${openingsInWords(openings)}`];
}

function ownNotes({ cluster }: FirewallOpenings, { opened }: Found): readonly Noted[] {
  return opened.filter((noted) => noted.cluster === cluster);
}

function zonesOf(noted: readonly Noted[]): string[] {
  return [...new Set(noted.map(({ zone }) => zone))];
}

function closedZones(noted: readonly Noted[]) {
  return zonesOf(noted).map((zone) => ({
    zone,
    open: [],
    close: noted.filter((each) => each.zone === zone),
  }));
}

function closing({ made, firewall: id }: FirewallOpenings, own: readonly Noted[]): Script {
  if (own.length === 0) return sh``;
  return lines([changeOpenings(firewallNamed(id), closedZones(own)), forget(made, own.map(noteOf))]);
}

/** A port that somebody else opened to everybody is not restricted by a rule beside it. */
function warnings(desired: FirewallOpenings, found: Found): Script[] {
  const own = ownNotes(desired, found).filter(({ source }) => source === undefined);
  const zone = firewallNamed(desired.firewall).words.zone(found.zone);
  const restricted = desired.openings.flatMap(({ port, source }) => (source === undefined ? [] : [port]));
  return [...new Set(restricted)]
    .filter((port) => admits(found, port) && !own.some((noted) => noted.port === port))
    .map(
      (port) =>
        sh`warn ${`port ${port} is open to everybody in ${zone}, not by rmqctl, and stays so: restrict has no effect on it`}`,
    );
}
