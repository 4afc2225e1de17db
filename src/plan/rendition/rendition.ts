import type { Site } from '../../hosts/site.ts';
import { keyOf } from '../../model/resource-address.ts';
import { kindNamed } from '../../resources/registry.ts';
import { subjectOf, type ByHand, type Resource, type WholeFile } from '../../resources/resource.ts';
import type { Host } from '../../model/host.ts';
import { commandsFile, type ManualStep } from './commands-file.ts';
import { desire, type DesireContext } from '../desired/desire.ts';
import { phasesOf, phasesOfSteps, type Phases } from '../steps/phases.ts';
import { plan, type Step } from '../steps/plan.ts';

/** Everything a deployment would write to a host, and the commands that would put it there. */
export interface HostRendition {
  readonly host: Host;
  readonly files: readonly WholeFile[];
  /** the text of commands.sh */
  readonly commands: string;
}

interface RenderOptions extends DesireContext {
  /** the shell functions that scripts on hosts use (probes/remote-script.ts) */
  readonly prelude: string;
  /** those of commands.sh (templates/common/by-hand.sh) */
  readonly functions: string;
}

/**
 * What a deployment to hosts with nothing on them would write and run. Pure; host by host, as a thousand of them are more
 * than should be in memory at once.
 * @throws RmqctlError what desire and plan throw
 */
export function* renderHosts(options: RenderOptions, sites: readonly Site[]): Generator<HostRendition> {
  const phases = phasesOf(options.topology, options.roles);
  for (const site of sites) yield renderHost({ ...options, ...phases }, site);
}

function renderHost(options: RenderOptions & Phases, site: Site): HostRendition {
  const resources = desire(options, site);
  const { steps } = plan(resources, new Map(resources.map((each) => [keyOf(each), nothing(each)])));
  const phaseOf = phasesOfSteps(steps, options);
  const manual = steps.map((step): ManualStep => ({
    summary: step.summary,
    phase: phaseOf.get(keyOf(step)) ?? 0,
    ...byHand(step),
  }));
  return {
    host: site.host,
    files: manual.flatMap(({ file }) => (file === undefined ? [] : [file])),
    commands: commandsFile(manual, { ...options, site }),
  };
}

/** What is found of a resource where nothing is. */
function nothing(resource: Resource): unknown {
  const kind = kindNamed(resource.kind);
  const ref = kind.ref(subjectOf(resource));
  return kind.assumed === undefined ? kind.parse('', ref) : kind.assumed(ref);
}

function byHand({ kind, subject, apply, gate }: Step): ByHand {
  return kindNamed(kind).byHand?.(subject) ?? { commands: apply, gate };
}
