/** What `render` had to suppose of the hosts, told to the user. */
import { ASSUMED_MEMORY } from '../../hosts/assumed-facts.ts';
import type { Site } from '../../hosts/site.ts';
import type { DiagnosticEvent } from '../../model/events.ts';
import { count } from '../../report/units.ts';
import { instancesOn } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';

const GIB = 2 ** 30;
/** Hosts that are named one by one. */
const NAMED = 5;

/** One note for each thing that was supposed, with the hosts it was supposed of. Pure. */
export function assumptions(topology: Topology, sites: readonly Site[]): DiagnosticEvent[] {
  const unsized = sites.filter(
    ({ host }) => host.memory === undefined && isSizedByMemory(topology, host.name),
  );
  const looks = new Map<string, Site[]>();
  for (const site of sites) {
    const look = lookOf(site);
    looks.set(look, [...(looks.get(look) ?? []), site]);
  }
  return [
    ...(unsized.length === 0 ? [] : [memoryAssumed(unsized)]),
    ...[...looks].map(([look, alike]) => hostAssumed(look, alike)),
  ];
}

/** Whether the heap of something on a host follows from the host's memory. */
function isSizedByMemory(topology: Topology, host: string): boolean {
  return instancesOn(topology, host).some(({ role }) => topology.heap[role]?.size === undefined);
}

function memoryAssumed(sites: readonly Site[]): DiagnosticEvent {
  return note({
    code: 'MEMORY_ASSUMED',
    message: `${named(sites)}: ${ASSUMED_MEMORY / GIB} GiB of memory assumed, by which the heaps are sized`,
    hint: 'say `memory:` of the host, or `heap:`, in the inventory; plan and deploy ask the host itself',
  });
}

function hostAssumed(look: string, sites: readonly Site[]): DiagnosticEvent {
  return note({
    code: 'HOST_ASSUMED',
    message: `${named(sites)}: ${look}, and nothing deployed yet assumed`,
    hint: 'say `java: { home }` and `supervisor:` in the inventory where it is otherwise; plan and deploy ask the host itself',
  });
}

function lookOf({ java, supervisor, facts }: Site): string {
  return `Java ${java.major} in ${java.home}, ${supervisor}, ${facts.root ? 'root' : `the login user ${facts.user} (not root)`}`;
}

function named(sites: readonly Site[]): string {
  const names = sites.slice(0, NAMED).map(({ host }) => host.name);
  const more = sites.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${count(more, 'more host')}`;
}

function note(rest: Pick<DiagnosticEvent, 'code' | 'message' | 'hint'>): DiagnosticEvent {
  return { event: 'diagnostic', severity: 'note', ...rest };
}
