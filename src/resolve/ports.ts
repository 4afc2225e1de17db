import { groupBy } from '../std/group-by.ts';
import type { InstanceDraft, PortRequest } from '../inventory/instance-draft.ts';
import type { Port } from '../model/port.ts';

const MAX_PORT = 65535;

/** Every port of an instance whose main port is given, the main one first. */
export function portsAround(request: PortRequest, main: number): Port[] {
  return request.around.map(({ offset, purpose }) => ({ port: main + offset, purpose }));
}

/**
 * The main port of every instance: given ones first; then on each host the k-th of a series gets first + k * step,
 * moved on by steps while one of its ports is taken. k counts the instances with a given port too, so that
 * giving one instance a port does not move the others.
 * @param drafts in the order of the inventory
 * @returns main port by instance name; ports given twice are kept, and reported by a rule
 */
export function assignPorts(drafts: readonly InstanceDraft[]): ReadonlyMap<string, number> {
  const assigned = new Map<string, number>();
  for (const onHost of groupBy(drafts, ({ host }) => host).values()) {
    const taken = new Set<number>();
    const take = (draft: InstanceDraft, main: number): void => {
      assigned.set(draft.name, main);
      for (const { port } of portsAround(draft.ports, main)) taken.add(port);
    };
    for (const draft of onHost) if (draft.ports.given !== undefined) take(draft, draft.ports.given);
    for (const series of groupBy(onHost, ({ ports }) => ports.series).values()) {
      for (const [index, draft] of series.entries()) {
        if (draft.ports.given === undefined) take(draft, firstFree(draft.ports, index, taken));
      }
    }
  }
  return assigned;
}

function firstFree(request: PortRequest, index: number, taken: ReadonlySet<number>): number {
  const { first, step } = request;
  for (let main = first + index * step; main <= MAX_PORT; main += step) {
    if (portsAround(request, main).every(({ port }) => !taken.has(port))) return main;
  }
  return first + index * step;
}
