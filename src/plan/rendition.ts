import { settle, type Site } from '../os/site.ts';
import type { Facts } from '../os/facts.ts';
import { kindNamed } from '../resources/registry.ts';
import type { ByHand, Resource, WholeFile } from '../resources/resource.ts';
import type { Host } from '../topology/topology.ts';
import { commandsFile, type ManualStep } from './commands-file.ts';
import { desire, type DesireContext } from './desire.ts';
import { phases, phaseWords } from './phases.ts';
import { plan, type Step } from './plan.ts';

/** Everything a deployment would write to a host, and the commands that would put it there. */
export interface HostRendition {
  readonly host: Host;
  /** what the host is supposed to be */
  readonly site: Site;
  readonly files: readonly WholeFile[];
  /** the text of commands.sh */
  readonly commands: string;
}

export interface RenderOptions extends DesireContext {
  /** what each host is supposed to be */
  readonly facts: (host: Host) => Facts;
  /** the shell functions that scripts on hosts use (execute/prelude.ts) */
  readonly prelude: string;
  /** those of commands.sh (templates/common/by-hand.sh) */
  readonly functions: string;
}

/**
 * What a deployment to hosts with nothing on them would write and run, by the very plan that it would make. Pure.
 * @throws RmqctlError what settle, desire and plan throw
 */
export function renderHosts(options: RenderOptions): HostRendition[] {
  const { topology, release } = options;
  const sites = topology.hosts.map((host) => settle(topology, host, options.facts(host), release));
  const resources = sites.flatMap((site) => desire(options, site));
  const { steps } = plan(resources, new Map(resources.map((each) => [each.key, nothing(each)])));
  const phaseOf = phases(steps);
  const words = phaseWords(steps, phaseOf, options);
  const byHost = groupByHost(steps);
  return sites.map((site) => {
    const own = (byHost.get(site.host.name) ?? []).map((step) => ({ step, byHand: byHand(step) }));
    const manual = own.map(({ step, byHand: how }): ManualStep => ({
      summary: step.summary,
      phase: phaseOf.get(step.key) ?? 0,
      ...how,
    }));
    return {
      host: site.host,
      site,
      files: own.flatMap(({ byHand: { file } }) => (file === undefined ? [] : [file])),
      commands: commandsFile(manual, { ...options, site, words }),
    };
  });
}

/** What is found of a resource where nothing is. */
function nothing({ kind: name, desired }: Resource): unknown {
  const kind = kindNamed(name);
  const ref = kind.ref(desired);
  return kind.supposed === undefined ? kind.parse('', ref) : kind.supposed(ref);
}

function byHand({ kind, desired, apply, gate }: Step): ByHand {
  return kindNamed(kind).byHand?.(desired) ?? { commands: apply, gate };
}

function groupByHost(steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> {
  const groups = new Map<string, Step[]>(steps.map(({ host }) => [host, []]));
  for (const step of steps) groups.get(step.host)?.push(step);
  return groups;
}
