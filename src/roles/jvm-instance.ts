import type { Site } from '../os/site.ts';
import { resolveHeap, type HeapSizes, type HostLoad } from '../rocketmq/heap.ts';
import { heapOptions } from '../rocketmq/jvm.ts';
import { instancesOn, type Topology } from '../topology/topology.ts';
import type { Subject } from './role.ts';

/** What the roles that run RocketMQ's own start scripts have in common. */

/** What a host carries, as far as memory goes. */
export function hostLoad(site: Site, topology: Topology): HostLoad {
  return { memory: site.memory, instances: instancesOn(topology, site.host.name) };
}

/** The environment of RocketMQ's run scripts (templates/broker, templates/namesrv). */
export function rocketmqEnvironment({ site, places }: Subject): Record<string, string> {
  return { JAVA_HOME: site.java.home, ROCKETMQ_HOME: site.home, RMQCTL_LOGS: places.logs };
}

/**
 * RMQCTL_HEAP, where the instance's sizes are not those of the host's run script: so that changing one instance's heap
 * leaves the shared script, and with it the other instances, alone.
 * @param shared the sizes in the run script: the role's. Were they the default where the inventory gives sizes, a broker
 * taken from the host would change the script of the others, and restart them
 */
export function heapEnvironment(subject: Subject, shared: HeapSizes): Record<string, string> {
  const { instance, topology, site } = subject;
  const spec = instance.heap ?? topology.heap[instance.role];
  const own = heapOptions(resolveHeap(spec, instance.role, hostLoad(site, topology))).join(' ');
  return own === heapOptions(shared).join(' ') ? {} : { RMQCTL_HEAP: own };
}

/** The comment a rendered property file begins with. */
export function heading({ instance, topology }: Subject): string[] {
  return [`${instance.name} of ${topology.cluster}; written by rmqctl: change the inventory, not this file`];
}
