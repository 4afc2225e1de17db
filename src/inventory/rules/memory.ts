import { memoryDemands } from '../../rocketmq/heap.ts';
import { showSize } from '../../std/size.ts';
import type { HeapSpec } from '../../model/instance.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
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
    const meant = quoted(showSize(size).replace(/.$/, 'g'));
    return [findingAt('HEAP_TOO_SMALL', at, { size: showSize(size), least: showSize(LEAST), meant })];
  }
  if (size === undefined || young === undefined || young < size) return [];
  const values = { young: showSize(young), size: showSize(size), half: showSize(size / 2) };
  return [findingAt('HEAP_YOUNG', [...at, 'young'], values)];
}

/** Heaps that no JVM starts with. */
export const heapSizes: Rule = (context) => heaps(context).flatMap(sizeFindings);

/**
 * If the inventory gives a host's memory, heaps and direct memory of its instances must fit, and leave half to the page
 * cache, from which RocketMQ serves messages. Sizes that rmqctl chose are reported only if they cannot fit.
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
    const values = { host: quoted(name), sum: showSize(sum), memory: showSize(memory), parts };
    if (sum > memory) return [findingAt('HEAP_OVER_MEMORY', at, values, { softer: largest === undefined })];
    return largest === undefined || sum <= memory / 2 ? [] : [findingAt('HEAP_OVER_HALF', at, values)];
  });
};
