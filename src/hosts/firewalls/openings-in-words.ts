import { groupBy } from '../../std/group-by.ts';
import type { Opening } from '../openings.ts';

/**
 * What a person reads: "9876, 10911" to everybody, "10912 to 10.0.0.2, 10.0.0.3" to some; the ports that go to the same sources
 * together.
 */
export function openingsInWords(openings: readonly Opening[]): string {
  const sources = new Map(
    [...groupBy(openings, ({ port }) => String(port))].map(([port, own]) => [
      port,
      sourcesInWords(own.flatMap(({ source }) => source ?? [])),
    ]),
  );
  const alike = groupBy([...sources], ([, to]) => to);
  return [...alike]
    .map(([to, ports]) => `${ports.map(([port]) => port).join(', ')}${to === '' ? '' : ` to ${to}`}`)
    .join('; ');
}

/** Sources that are named one by one. */
const NAMED = 5;

function sourcesInWords(sources: readonly string[]): string {
  const named = sources.slice(0, NAMED).join(', ');
  return sources.length > NAMED ? `${named} and ${sources.length - NAMED} more` : named;
}
