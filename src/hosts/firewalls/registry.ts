import { lines, sh, type Script } from '../../shell/script.ts';
import type { Firewall, FirewallState } from './firewall.ts';
import { firewalld } from './firewalld.ts';

/** Every firewall, the one that decides where a host has several first; the first is also taken where none is found. */
export const FIREWALLS: readonly [Firewall, ...Firewall[]] = [firewalld];

/** The one that is meant where none is named, as in the manifests of versions that knew no other. */
export const UNNAMED_FIREWALL = firewalld.id;

/** @throws Error when there is no such firewall, which is a bug */
export function firewallNamed(id: string = UNNAMED_FIREWALL): Firewall {
  const found = FIREWALLS.find((firewall) => firewall.id === id);
  if (found === undefined) throw new Error(`there is no firewall "${id}"`);
  return found;
}

/**
 * The firewall of a host.
 * @param firewalls the ids of those that it uses (hosts/facts.ts)
 * @param earlier the ids of those that earlier runs changed: one that rmqctl has stopped is used no more
 */
export function firewallOf(
  { firewalls }: { readonly firewalls: readonly string[] },
  earlier: readonly string[] = [],
): Firewall {
  const ids = [firewalls, earlier].find((some) => FIREWALLS.some(({ id }) => some.includes(id))) ?? [];
  return FIREWALLS.find(({ id }) => ids.includes(id)) ?? FIREWALLS[0];
}

/** Prints a line "firewall=ID" for each firewall that a host uses. */
export function firewallsInUse(): Script {
  return lines(FIREWALLS.map(({ id, usable }) => sh`if ${usable}; then echo ${LABEL + id}; fi`));
}

/** A firewall, and what it lets through on a host. */
export interface HostFirewall extends FirewallState {
  readonly firewall: Firewall;
}

const LABEL = 'firewall=';

/** Reads the state of every firewall that a host may have, whatever is known of the host. */
export function firewallsProbe(address: string): Script {
  return lines(
    FIREWALLS.map(
      (firewall) => sh`
        echo ${LABEL + firewall.id}
        (
        ${firewall.probe(address)}
        )`,
    ),
  );
}

/** Of what `firewallsProbe` printed the one that runs, else the first. */
export function parseFirewalls(text: string): HostFirewall {
  const states = FIREWALLS.map((firewall): HostFirewall => {
    const [, ...after] = `\n${text}`.split(`\n${LABEL}${firewall.id}\n`);
    const [own = ''] = after.join('\n').split(`\n${LABEL}`);
    return { firewall, ...firewall.parse(own) };
  });
  return states.find(({ running }) => running) ?? states[0]!;
}
