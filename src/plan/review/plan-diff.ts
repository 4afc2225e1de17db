import type { ReviewedStep } from './reviewed-plan.ts';

/** Lines that say how a plan departs from the reviewed one are no more than this. */
const SHOWN = 10;

const nameOf = ({ host, resource }: ReviewedStep): string => `${host} ${resource}`;

/**
 * How the steps that would run now depart from those that were reviewed; empty when they are the same. Pure.
 * @returns a line each, for people
 */
export function planDiff(reviewed: readonly ReviewedStep[], now: readonly ReviewedStep[]): string[] {
  const before = new Map(reviewed.map((step) => [nameOf(step), step]));
  const after = new Map(now.map((step) => [nameOf(step), step]));
  return [
    ...now.flatMap((step) => {
      const known = before.get(nameOf(step));
      if (known === undefined) return [`${nameOf(step)}: ${step.action} is needed, which was not reviewed`];
      const what = changeOf(known, step);
      return what === undefined ? [] : [`${nameOf(step)}: ${what}`];
    }),
    ...reviewed.flatMap((step) =>
      after.has(nameOf(step))
        ? []
        : [`${nameOf(step)}: ${step.action} was reviewed, and is not needed any more`],
    ),
  ];
}

function changeOf(known: ReviewedStep, step: ReviewedStep): string | undefined {
  if (known.action !== step.action) return `${known.action} was reviewed, ${step.action} is needed`;
  if (known.digest !== step.digest) return `${step.action} would not be what was reviewed`;
  // what was shown belongs to it: the digest is of what is, and the file's own words could be others
  const same = known.summary === step.summary && JSON.stringify(known.diff) === JSON.stringify(step.diff);
  return same ? undefined : `${step.action} is described in other words`;
}

/** The departures as one text of bounded length. */
export function planDiffText(all: readonly string[]): string {
  const more = all.length > SHOWN ? [`and ${all.length - SHOWN} more`] : [];
  return ['the hosts are not as they were', ...all.slice(0, SHOWN), ...more].join('\n');
}
