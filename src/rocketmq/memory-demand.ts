import { resolveHeap } from './heap.ts';
import type { Instance } from '../model/instance.ts';
import type { Topology } from '../model/topology.ts';

/** What one instance may come to use of its host's memory. */
export interface MemoryDemand {
  readonly instance: string;
  readonly role: string;
  /** heap and direct memory */
  readonly bytes: number;
  /** whether the inventory says something of it; else the sizes are chosen by rocketmq/heap.ts */
  readonly given: boolean;
}

/**
 * What the instances of a host may come to use.
 * @param instances every instance on the host
 * @param memory of the host, in bytes
 */
export function memoryDemands(
  topology: Topology,
  instances: readonly Instance[],
  memory: number,
): MemoryDemand[] {
  return instances.map(({ name, role, heap }) => {
    const spec = heap ?? topology.heap[role];
    const { size, direct } = resolveHeap(spec, role, { memory, instances });
    return { instance: name, role, bytes: size + direct, given: spec !== undefined };
  });
}
