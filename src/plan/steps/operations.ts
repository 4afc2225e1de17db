import { isService, type Service } from '../../resources/service.ts';
import { isStore } from '../../resources/directory.ts';
import { isManifest } from '../../resources/manifest.ts';
import { keyOf, type ResourceKey } from '../../model/resource-address.ts';
import { subjectOf, type Resource } from '../../resources/resource.ts';
import { unpackedHome } from '../../resources/release/unpacked.ts';
import { reversed } from './order.ts';
import type { Observations } from './plan.ts';

/** What start, stop, restart and destroy want of a cluster: resources as a deployment has them, wished otherwise. */

/** A host that was surveyed, as far as an operation is concerned with it. */
export interface OperatedHost {
  readonly resources: readonly Resource[];
  readonly observations: Observations;
  /** other clusters are deployed there too */
  readonly shared: boolean;
}

export type ResourceFilter = (resource: Resource) => boolean;

interface StopOptions {
  /** SIGKILL for a process that does not exit in time */
  readonly force: boolean;
}

/** Every process wished running and ready, from whatever it was started. What a selected one needs is started too. */
export function toStart(hosts: readonly OperatedHost[]): Resource[] {
  return only(services(hosts), hosts).map((service) => wish(service, { wish: 'started' }));
}

/** The selected processes wished stopped, and no others; dependants first. */
export function toStop(
  hosts: readonly OperatedHost[],
  selected: ResourceFilter,
  { force }: StopOptions,
): Resource[] {
  const chosen = only(services(hosts).filter(selected), hosts);
  return reversed(chosen.map((service) => wish(service, { wish: 'stopped', force })));
}

/**
 * Every process wished started anew: of which the plan takes the selected ones, and what these need that does not run. All are
 * given, for who needs whom decides their turn (order.ts).
 */
export function toRestart(hosts: readonly OperatedHost[], { force }: StopOptions): Resource[] {
  return only(services(hosts), hosts).map((service) => wish(service, { wish: 'restarted', force }));
}

export interface Destruction {
  readonly resources: readonly Resource[];
  /** stores that exist and were not named */
  readonly kept: readonly Resource[];
}

/**
 * Everything of the selected parts wished away, in the opposite order of its making, so that the manifest, by which a killed run
 * is finished, goes last. Stores stay unless asked for; the service user stays as long as a store is its, or another cluster
 * may be.
 */
export function toDestroy(
  hosts: readonly OperatedHost[],
  selected: ResourceFilter,
  options: StopOptions & { readonly purgeStore: boolean },
): Destruction {
  const parts = hosts.map((host) => destruction(host, selected, options));
  const resources = parts.flatMap((part) => part.resources);
  return { resources: reversed(only(resources, hosts)), kept: parts.flatMap(({ kept }) => kept) };
}

function destruction(
  { resources, observations, shared }: OperatedHost,
  selected: ResourceFilter,
  { force, purgeStore }: StopOptions & { readonly purgeStore: boolean },
): Destruction {
  const chosen = resources.filter(selected);
  const stores = chosen.filter((resource) => isStore(resource.kind, subjectOf(resource)));
  const kept = purgeStore
    ? []
    : stores.filter((store) => Object(observations.get(keyOf(store))).exists === true);
  const going = chosen.filter(({ intent }) => intent === 'present');
  const homes = new Set(going.flatMap((resource) => unpackedHome(resource) ?? []));
  const leaves = (resource: Resource): boolean => {
    if (isStore(resource.kind, subjectOf(resource))) return purgeStore;
    if (resource.kind === 'user') return kept.length === 0 && !shared;
    // what lies in a home goes with it
    if (resource.home !== undefined) return !homes.has(resource.home) || resource.kind === 'service';
    return !(isManifest(resource) && resource.desired.phase === 'last');
  };
  return {
    kept: kept.filter(({ name }) => !kept.some((other) => name.startsWith(`${other.name}/`))),
    resources: chosen.filter(leaves).map((resource): Resource => {
      const { host, kind, name, instance, home, needs } = resource;
      const desired = isService(resource) ? { ...resource.desired, force } : subjectOf(resource);
      return { host, kind, name, instance, home, needs, inputs: [], intent: 'destroyed', desired };
    }),
  };
}

function services(hosts: readonly OperatedHost[]) {
  return hosts.flatMap(({ resources }) => resources.filter(isService));
}

function wish(
  service: ReturnType<typeof services>[number],
  asked: Pick<Service, 'wish' | 'force'>,
): Resource {
  return { ...service, inputs: [], desired: { ...service.desired, ...asked } };
}

/** The needs among these, and on hosts that could not be looked at: whatever else was looked at is of no concern. */
function only<R extends Resource>(resources: readonly R[], hosts: readonly OperatedHost[]): R[] {
  const chosen = new Set<ResourceKey>(resources.map(keyOf));
  const known = new Set<ResourceKey>(hosts.flatMap((host) => host.resources.map(keyOf)));
  return resources.map((resource) => ({
    ...resource,
    needs: resource.needs.filter((need) => chosen.has(need) || !known.has(need)),
  }));
}
