import { covers } from '../../model/ip-address.ts';
import { lines, type Script } from '../../shell/script.ts';
import type { Opening } from '../openings.ts';

/** TCP ports that are let through: to everybody, or to one address or network only. */
export interface Admission {
  readonly from: number;
  readonly to: number;
  readonly source?: string;
}

/** What a firewall lets through in the zone of a host's address. */
export interface FirewallState {
  readonly running: boolean;
  /** it starts with the host */
  readonly enabled: boolean;
  /** one word: the part of its rules that decides about the host's address; empty where it does not run */
  readonly zone: string;
  /** open now */
  readonly runtime: readonly Admission[];
  /** open after a reload or a reboot */
  readonly permanent: readonly Admission[];
  /** what becomes of other packets: refused and the caller is told, dropped so that it waits in vain, or accepted */
  readonly others: 'refused' | 'dropped' | 'accepted';
}

/** A packet filter of hosts, and how ports are opened in it. A new one is a file and a line in registry.ts. */
export interface Firewall {
  /** one word, by which the host's list of what was made there begins its lines: "firewalld" */
  readonly id: string;
  /** Condition: the host uses it, which it also does while it is about to start. The host's facts keep the answer. */
  readonly usable: Script;
  /**
   * Prints its state.
   * @param address the host's address, whose interface decides the zone
   */
  probe(address: string): Script;
  /** The probe's output as data; of no output, that it neither runs nor starts with the host. */
  parse(output: string): FirewallState;
  /** Lets openings through for good, with effect from the next reload on. */
  open(zone: string, openings: readonly Opening[]): Script;
  /** Takes them back, likewise. */
  close(zone: string, openings: readonly Opening[]): Script;
  /** Gives effect to what was opened and closed; established connections live on. */
  reload(): Script;
  /** Stops it and keeps it from starting again. */
  disable(): Script;
  /** Starts it again, and lets it start with the host, as far as it did before. */
  restore(before: { readonly running: boolean; readonly enabled: boolean }): Script;
  /** In the words of a person, where it runs: `open` in the zone of an address, and `disable`. */
  openByHand(address: string, openings: readonly Opening[]): Script;
  disableByHand(): Script;
  /** For people, who may change it themselves. */
  readonly words: {
    /** a zone, as a noun: "zone public" */
    zone(zone: string): string;
    /** the commands that open and close TCP ports to everybody, for good */
    opening(zone: string, ports: readonly number[]): string;
    closing(zone: string, ports: readonly number[]): string;
    /** the command that shows what is open */
    readonly list: string;
  };
}

/** Opens and closes for good, with one reload after all zones. */
export function changeOpenings(
  firewall: Firewall,
  changes: readonly { zone: string; open: readonly Opening[]; close: readonly Opening[] }[],
): Script {
  return lines([
    ...changes.flatMap(({ zone, open, close }) => [firewall.open(zone, open), firewall.close(zone, close)]),
    firewall.reload(),
  ]);
}

/** True if an opening is there, exactly for its source, now and after a reload. */
export function isOpen(
  { runtime, permanent }: Pick<FirewallState, 'runtime' | 'permanent'>,
  { port, source }: Opening,
): boolean {
  return [runtime, permanent].every((admissions) =>
    admissions.some((each) => each.from <= port && port <= each.to && each.source === source),
  );
}

/** True if a rule admits a caller to a port now; what is kept for later does not count. @param caller its IPv4 address */
export function admits({ runtime }: Pick<FirewallState, 'runtime'>, port: number, caller?: string): boolean {
  return runtime.some(
    ({ from, to, source }) =>
      from <= port &&
      port <= to &&
      (source === undefined || (caller !== undefined && covers(source, caller))),
  );
}

/** True if a caller gets through to a port now, by a rule or without one. @param caller its address; absent: just anybody */
export function isOpenNow(state: FirewallState, port: number, caller?: string): boolean {
  return !state.running || state.others === 'accepted' || admits(state, port, caller);
}
