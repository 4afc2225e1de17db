import { heapOf } from './heap.ts';
import { instancesOn } from '../model/instance.ts';
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
 * @param memory of the host, in bytes
 */
export function memoryDemands(topology: Topology, host: string, memory: number): MemoryDemand[] {
  return instancesOn(topology, host).map((instance) => {
    const { size, direct } = heapOf(topology, instance, memory);
    const given = (instance.heap ?? topology.heap[instance.role]) !== undefined;
    return { instance: instance.name, role: instance.role, bytes: size + direct, given };
  });
}
