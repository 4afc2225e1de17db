import { keyOf, type ResourceKey, type ResourceAddress } from '../../model/resource-address.ts';
import { type Change, type Resource, subjectOf } from '../../resources/resource.ts';
import { expectedError, RmqctlError } from '../../errors.ts';
import type { Action } from '../../model/events.ts';
import { kindNamed } from '../../resources/registry.ts';
import { unpackedHome } from '../../resources/release/unpacked.ts';
import { lines, sh, type Script } from '../../shell/script.ts';
import { rollingOrder, withoutIdleWaits } from './order.ts';

/** One change of one resource, with what it needs first: what is shown is what runs. */
export interface Step extends ResourceAddress, Change {
  readonly instance?: string | undefined;
  /** steps that must have succeeded before; those of hosts that could not be looked at are not in this plan */
  readonly needs: readonly ResourceKey[];
  /** what is known of the resource (subjectOf), for its kind to explain a failure by */
  readonly subject: unknown;
}

/** What a deployment would do, in an order in which it could be done one by one. */
export interface Plan {
  readonly steps: readonly Step[];
  /** resources that are as they should be */
  readonly unchanged: readonly Resource[];
}

export type Observations = ReadonlyMap<ResourceKey, unknown>;

/**
 * The steps from what is to what should be. Pure.
 * @param resources of all hosts; every one has been observed
 * @param isSelected what is to be changed, with what that needs; default everything
 * @throws RmqctlError what a kind's diff throws: something found must not be touched
 */
export function plan(
  resources: readonly Resource[],
  observations: Observations,
  isSelected: (resource: Resource) => boolean = () => true,
): Plan {
  const ordered = topological(resources);
  const homes = new Map(resources.map((resource) => [keyOf(resource), unpackedHome(resource)]));
  const changes = new Map<ResourceKey, Change>();
  for (const resource of ordered) {
    const key = keyOf(resource);
    const inputs = resource.inputs.filter((from) => changes.has(from) && changes.get(from)?.inert !== true);
    // what lies in a home goes when another release is unpacked there
    const gone = inputs.some((from) => homes.get(from) === (resource.home ?? ''));
    const found = gone ? nothingOf(resource) : observations.get(key);
    const actions = inputs.map((from) => changes.get(from)!.action);
    const change = changeOf(resource, found, actions);
    if (change !== undefined) changes.set(key, change);
  }
  const chosen = selectChanges(ordered, changes, isSelected);
  const needs = rollingOrder(resources, chosen);
  const steps = ordered.flatMap((resource) => stepOf(resource, chosen, needs));
  return {
    steps: withoutIdleWaits(topological(steps)),
    unchanged: ordered.filter((resource) => !changes.has(keyOf(resource))),
  };
}

/** What is observed of a resource that is not there. */
function nothingOf(resource: Resource): unknown {
  const kind = kindNamed(resource.kind);
  return kind.parse('', kind.ref(subjectOf(resource)));
}

/** @throws RmqctlError those of a kind's diff, with the host */
function changeOf(resource: Resource, observed: unknown, inputs: readonly Action[]): Change | undefined {
  const { host, intent } = resource;
  const kind = kindNamed(resource.kind);
  if (intent === 'absent') return kind.remove?.(resource.ref, observed);
  if (intent === 'destroyed')
    return kind.destroy === undefined
      ? kind.remove?.(resource.desired, observed)
      : kind.destroy(resource.desired, observed);
  try {
    return kind.diff(resource.desired, observed, inputs);
  } catch (error) {
    const { code, message, hint, exit } = expectedError(error);
    throw new RmqctlError(code, `${host}: ${message}`, { hint, exit, host, cause: error });
  }
}

/** The resource's step: its needs pass through resources that do not change to those that do. */
function stepOf(
  resource: Resource,
  changes: ReadonlyMap<ResourceKey, Change>,
  needs: ReadonlyMap<ResourceKey, readonly ResourceKey[]>,
): Step[] {
  const key = keyOf(resource);
  const change = changes.get(key);
  if (change === undefined) return [];
  const found = new Set<ResourceKey>();
  const seen = new Set<ResourceKey>();
  const visit = (from: ResourceKey): void => {
    for (const need of needs.get(from) ?? []) {
      if (seen.has(need)) continue;
      seen.add(need);
      // what is on a host that could not be looked at is no resource here: nobody knows whether it is so
      if (changes.has(need) || !needs.has(need)) found.add(need);
      else visit(need);
    }
  };
  visit(key);
  const { host, kind, name, instance, marks = [] } = resource;
  const subject = subjectOf(resource);
  const apply = lines([change.inert === true ? sh`` : touchMarks(marks), change.apply]);
  return [{ host, kind, name, instance, subject, ...change, apply, needs: [...found] }];
}

/**
 * Makes files that say "this instance must be restarted", before one of its inputs is replaced: a run killed between a
 * file and its restart still restarts the next time (docs/decisions/0006). A service removes its mark once started.
 * @param marks absolute paths
 */
export function touchMarks(marks: readonly string[]): Script {
  if (marks.length === 0) return sh``;
  return sh`for mark_file in ${marks}; do mkdir -p "\${mark_file%/*}"; : >"$mark_file"; done`;
}

/**
 * Puts things behind what they need, otherwise keeping their order.
 * @throws Error when they need each other in a circle, which is a bug
 */
function topological<T extends ResourceAddress & { readonly needs: readonly ResourceKey[] }>(
  items: readonly T[],
): T[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  const done = new Map<ResourceKey, 'visiting' | 'placed'>();
  const result: T[] = [];
  const place = (key: ResourceKey): void => {
    const item = byKey.get(key);
    const state = done.get(key);
    if (item === undefined || state === 'placed') return;
    if (state === 'visiting') throw new Error(`${key} needs itself`);
    done.set(key, 'visiting');
    for (const need of item.needs) place(need);
    done.set(key, 'placed');
    result.push(item);
  };
  for (const key of byKey.keys()) place(key);
  return result;
}

/**
 * The changes of what is selected, and of what that needs. What is only to be restarted is no such need: it runs. Nor is a
 * restart's turn, which is settled afterwards among those that are chosen here (order.ts).
 */
function selectChanges(
  resources: readonly Resource[],
  changes: ReadonlyMap<ResourceKey, Change>,
  isSelected: (resource: Resource) => boolean,
): Map<ResourceKey, Change> {
  const byKey = new Map(resources.map((resource) => [keyOf(resource), resource]));
  const seen = new Set<ResourceKey>();
  const take = (key: ResourceKey): void => {
    const resource = byKey.get(key);
    if (resource === undefined || seen.has(key)) return;
    seen.add(key);
    for (const need of resource.needs) if (changes.get(need)?.action !== 'restart') take(need);
  };
  for (const [key, resource] of byKey) if (changes.has(key) && isSelected(resource)) take(key);
  return new Map([...changes].filter(([key]) => seen.has(key)));
}
