import type { Survey } from '../../execute/survey.ts';
import { plan, type Plan, type Step } from '../../plan/steps/plan.ts';
import { idOf } from '../../model/resource-address.ts';
import type { StepEvent } from '../../model/events.ts';
import type { Selectable } from '../hosts/limit.ts';

/** The plan for every host that was surveyed, limited to what --limit selects and what that needs. */
export function planHosts(survey: Survey, isSelected: (resource: Selectable) => boolean): Plan {
  const resources = survey.hosts.flatMap((host) => host.resources);
  const observations = new Map(survey.hosts.flatMap((host) => [...host.observations]));
  return plan(resources, observations, isSelected);
}

/** A step as an event that says what would be done. */
export function planned(step: Step): StepEvent {
  const { host, instance, action, summary, diff } = step;
  return { event: 'step', host, instance, resource: idOf(step), action, status: 'planned', summary, diff };
}
