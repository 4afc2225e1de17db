import type { Survey } from '../execute/survey.ts';
import { plan, type Plan, type Step } from '../plan/plan.ts';
import type { StepEvent } from '../report/events.ts';
import type { Selectable } from './limit.ts';

/** The plan for every host that could be looked at, cut down to what --limit selects and what that needs. */
export function planHosts(survey: Survey, isSelected: (step: Selectable) => boolean): Plan {
  const resources = survey.hosts.flatMap((host) => host.resources);
  const observations = new Map(survey.hosts.flatMap((host) => [...host.observations]));
  const whole = plan(resources, observations);
  const selected = new Set<string>();
  const byKey = new Map(whole.steps.map((step) => [step.key, step]));
  const select = (step: Step): void => {
    if (selected.has(step.key)) return;
    selected.add(step.key);
    for (const need of step.needs) {
      const needed = byKey.get(need);
      if (needed !== undefined) select(needed);
    }
  };
  for (const step of whole.steps) if (isSelected(step)) select(step);
  return { ...whole, steps: whole.steps.filter(({ key }) => selected.has(key)) };
}

/** A step as an event that says what would be done. */
export function planned(step: Step): StepEvent {
  const { host, instance, resource, action, summary, diff } = step;
  return { event: 'step', host, instance, resource, action, status: 'planned', summary, diff };
}
