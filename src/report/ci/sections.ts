/** Which lines of a log are folded away together. */
import type { RmqctlEvent } from '../../model/events.ts';
import type { Fold } from './dialect.ts';

/** A fold that is open, or none; and how many there have been. */
export interface Sections {
  readonly title?: string | undefined;
  readonly count: number;
}

export const noSections: Sections = { count: 0 };

/** The fold that an event's lines belong to; what went wrong is in none, so that it is seen. */
export function sectionOf(event: RmqctlEvent): string | undefined {
  if (event.event === 'step')
    return event.status === 'changed' || event.status === 'unchanged' ? 'Steps' : undefined;
  if (event.event === 'check')
    return event.status === 'fail' || event.status === 'warn' ? undefined : 'Checks';
  return undefined;
}

const nameOf = (count: number): string => `rmqctl_${count}`;

/**
 * What ends the fold that is open and begins the wanted one; no line where they are the same.
 * @param title undefined: no fold
 * @param now milliseconds
 */
export function turnTo(
  title: string | undefined,
  sections: Sections,
  { fold, now }: { readonly fold: Fold; readonly now: number },
): { readonly lines: readonly string[]; readonly sections: Sections } {
  if (title === sections.title) return { lines: [], sections };
  const closing = sections.title === undefined ? [] : [fold.close(nameOf(sections.count), now)];
  if (title === undefined) return { lines: closing, sections: { count: sections.count } };
  const count = sections.count + 1;
  return { lines: [...closing, fold.open(nameOf(count), title, now)], sections: { title, count } };
}
