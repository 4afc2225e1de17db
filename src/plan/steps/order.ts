import type { Action } from '../../model/events.ts';
import { keyOf, type ResourceAddress, type ResourceKey } from '../../model/resource-address.ts';
import type { WaitSpec } from '../../model/wait.ts';
import type { Change, Resource } from '../../resources/resource.ts';
import { isService } from '../../resources/service.ts';

type Needs = Map<ResourceKey, readonly ResourceKey[]>;

/**
 * The same resources with their needs turned round: what needed a thing must go before the thing goes. So slaves are stopped
 * before masters, masters before name servers, and what is removed goes in the opposite order of its making.
 */
export function reversed(resources: readonly Resource[]): Resource[] {
  const keys = resources.map(keyOf);
  const dependants = new Map<ResourceKey, ResourceKey[]>(keys.map((key) => [key, []]));
  for (const [i, { needs }] of resources.entries())
    for (const need of needs) dependants.get(need)?.push(keys[i]!);
  return resources.map((resource, i) => ({ ...resource, needs: dependants.get(keys[i]!) ?? [] }));
}

/**
 * The needs of each resource once it is known which instances are restarted. Instances that start wait for those they
 * depend on. Instances that are restarted run before and after, so nobody waits for them by the usual rule; instead they
 * go one after another, so that never two that need each other are away at once: those that need no other, then each
 * before what it needs (a slave before the master it copies), and before any of them what is down is started, and what is to go is stopped.
 */
export function rollingOrder(
  resources: readonly Resource[],
  changes: ReadonlyMap<ResourceKey, Change>,
): Needs {
  const services = resources.filter(({ kind }) => kind === 'service');
  const is = (key: ResourceKey, action: string) => changes.get(key)?.action === action;
  const restarted = services.map(keyOf).filter((key) => is(key, 'restart'));
  const stopped = services.filter(({ intent }) => intent !== 'present').map(keyOf);
  const started = services
    .filter((service) => !restartsLast(service))
    .map(keyOf)
    .filter((key) => is(key, 'start'));
  const byKey = new Map(services.map((service) => [keyOf(service), service]));
  const inOrder = dependantsFirst(restarted, byKey);
  const last = new Set(services.filter(restartsLast).map(keyOf));
  const queue = [...inOrder.filter((key) => !last.has(key)), ...inOrder.filter((key) => last.has(key))];

  const needs: Needs = new Map(resources.map((resource) => [keyOf(resource), resource.needs]));
  for (const [key, { intent }] of byKey) {
    if (intent !== 'present') continue;
    const usual = (needs.get(key) ?? []).filter((need) => !is(need, 'restart'));
    const before = queue.indexOf(key);
    const turn = before < 0 ? [] : [...started, ...queue.slice(Math.max(0, before - 1), before)];
    needs.set(key, [...usual, ...stopped, ...turn]);
  }
  // what belongs to an instance that is taken away goes after its process; what stays where it is (memory/departed.ts), the process needs
  for (const resource of resources) {
    const { intent, kind, instance, host } = resource;
    if (intent === 'present' || kind === 'service') continue;
    const key = keyOf(resource);
    const own = services.filter(
      (s) => s.intent !== 'present' && s.host === host && s.instance === instance && !s.needs.includes(key),
    );
    needs.set(key, [...(needs.get(key) ?? []), ...own.map(keyOf)]);
  }
  return needs;
}

function restartsLast(resource: Resource): boolean {
  return isService(resource) && resource.desired.restartsLast === true;
}

/** Restarts in order: a service that needs no other comes before all; then each before what it needs. */
function dependantsFirst(
  restarted: readonly ResourceKey[],
  byKey: ReadonlyMap<ResourceKey, Resource>,
): ResourceKey[] {
  const needsOf = (key: ResourceKey) => (byKey.get(key)?.needs ?? []).filter((need) => byKey.has(need));
  const roots = restarted.filter((key) => needsOf(key).length === 0);
  const rest = restarted.filter((key) => needsOf(key).length > 0);
  const placed: ResourceKey[] = [];
  const place = (key: ResourceKey): void => {
    if (placed.includes(key)) return;
    for (const dependant of rest.filter((other) => needsOf(other).includes(key))) place(dependant);
    placed.push(key);
  };
  for (const key of rest) place(key);
  return [...roots, ...placed];
}

interface Waiting extends ResourceAddress {
  readonly action: Action;
  readonly needs: readonly ResourceKey[];
  readonly waits?: readonly WaitSpec[] | undefined;
}

/**
 * Leaves out the waits for the sake of restarts (WaitSpec.forRestarts) where no restart depends on them. A step that restarts keeps
 * them, and a start that a restart waits for: unless others with such waits start after it, for then it could not be before them.
 */
export function withoutIdleWaits<S extends Waiting>(steps: readonly S[]): S[] {
  const awaited = new Set(steps.filter(({ action }) => action === 'restart').flatMap(({ needs }) => needs));
  const isIdle = (step: S): boolean => {
    const key = keyOf(step);
    return step.action !== 'restart' && (!awaited.has(key) || steps.some((other) => startsAfter(other, key)));
  };
  return steps.map((step) =>
    waitsForRestarts(step) && isIdle(step)
      ? { ...step, waits: step.waits?.filter(({ forRestarts }) => forRestarts !== true) }
      : step,
  );
}

const waitsForRestarts = ({ waits = [] }: Waiting): boolean =>
  waits.some(({ forRestarts }) => forRestarts === true);

const startsAfter = (other: Waiting, key: ResourceKey): boolean =>
  other.action === 'start' && waitsForRestarts(other) && other.needs.includes(key);
