import { memoryDemands } from '../../rocketmq/heap.ts';
import { showSize } from '../../std/size.ts';
import type { HeapSpec } from '../../model/instance.ts';
import { error, type RuleFinding, warning } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
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

function sizeFindings({ at, heap: { size, young } }: Sized): RuleFinding[] {
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

/**
 * Where the inventory gives a host's memory, heaps and direct memory of what runs there must fit, and leave half to the
 * page cache, from which RocketMQ serves messages. Sizes that nobody gave are ours, and told only where they cannot fit.
 */
export const heapsFit: Rule = (context) => {
  const { topology, drafts, has } = context;
  const draftOf = new Map(drafts.map((draft) => [draft.name, draft]));
  return topology.hosts.flatMap(({ name, memory }) => {
    if (memory === undefined) return [];
    const demands = memoryDemands(topology, name, memory);
    const given = demands.filter((demand) => demand.given).toSorted((a, b) => b.bytes - a.bytes);
    const sum = demands.reduce((total, { bytes }) => total + bytes, 0);
    const [largest] = given;
    const own: Path = [...(draftOf.get(largest?.instance ?? '')?.at ?? []), 'heap'];
    const at = largest === undefined ? ['hosts', name, 'memory'] : has(own) ? own : ['heap', largest.role];
    const parts = demands.map(({ instance, bytes }) => `${instance} ${showSize(bytes)}`).join(', ');
    const need = `heap and direct memory on ${quoted(name)} come to ${showSize(sum)}`;
    if (sum > memory) {
      const tell = largest === undefined ? warning : error;
      const message = `${need}, and it has ${showSize(memory)} (${parts})`;
      return [tell('HEAP_OVER_MEMORY', at, message, 'give smaller sizes, or fewer instances a host')];
    }
    if (largest === undefined || sum <= memory / 2) return [];
    const message = `${need}, more than half of its ${showSize(memory)} (${parts})`;
    const hint = 'half of the memory is best left to the page cache, from which messages are read';
    return [warning('HEAP_OVER_HALF', at, message, hint)];
  });
};
