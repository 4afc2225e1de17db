import { showSize } from '../../topology/size.ts';
import type { HeapSpec } from '../../topology/topology.ts';
import { error, type Finding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../quoted.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Below this no role starts; "4m" is a slip for "4g". */
const LEAST = 64 * 2 ** 20;

interface Sized {
  readonly at: Path;
  readonly heap: HeapSpec;
}

function heaps({ topology, drafts }: RuleContext): Sized[] {
  return [
    ...Object.entries(topology.heap).map(([role, heap]) => ({ at: ['heap', role], heap })),
    ...drafts.flatMap(({ at, heap }) => (heap === undefined ? [] : [{ at: [...at, 'heap'], heap }])),
  ];
}

function sizeFindings({ at, heap: { size, young } }: Sized): Finding[] {
  if (size !== undefined && size < LEAST) {
    const hint = `at least ${showSize(LEAST)}; is ${quoted(showSize(size).replace(/.$/, 'g'))} meant?`;
    return [error('HEAP_TOO_SMALL', at, `no instance starts with a heap of ${showSize(size)}`, hint)];
  }
  if (size === undefined || young === undefined || young < size) return [];
  const message = `the young generation (${showSize(young)}) does not fit into the heap (${showSize(size)})`;
  return [error('HEAP_YOUNG', [...at, 'young'], message, `at most half of the heap: ${showSize(size / 2)}`)];
}

/** Heaps that no JVM starts with. */
export const heapSizes: Rule = (context) => heaps(context).flatMap(sizeFindings);

/** Where the inventory gives a host's memory, the heaps it gives must fit there. */
export const heapsFit: Rule = ({ topology, drafts, has }) =>
  topology.hosts.flatMap(({ name, memory }) => {
    if (memory === undefined) return [];
    const given = topology.instances
      .filter(({ host }) => host === name)
      .flatMap((instance) => {
        const size = (instance.heap ?? topology.heap[instance.role])?.size;
        return size === undefined ? [] : [{ instance, size }];
      });
    const sum = given.reduce((total, { size }) => total + size, 0);
    if (sum <= memory) return [];
    const [largest] = given.toSorted((a, b) => b.size - a.size);
    const draft = drafts.find((candidate) => candidate.name === largest?.instance.name);
    const own: Path = [...(draft?.at ?? []), 'heap'];
    const at = has(own) ? own : ['heap', largest?.instance.role ?? ''];
    const parts = given.map(({ instance, size }) => `${instance.name} ${showSize(size)}`).join(', ');
    const message = `the heaps on ${quoted(name)} need ${showSize(sum)}, and it has ${showSize(memory)} (${parts})`;
    const hint = 'give smaller heaps or none: half of the memory is best left to the page cache';
    return [error('HEAP_OVER_MEMORY', at, message, hint)];
  });
