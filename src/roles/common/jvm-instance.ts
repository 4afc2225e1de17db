import { runScript, RUN_SCRIPTS } from '../../render/run-script.ts';
import type { Site } from '../../hosts/site.ts';
import { resolveHeap, type HeapSizes, type HostLoad } from '../../rocketmq/heap.ts';
import { heapOptions } from '../../rocketmq/jvm.ts';
import type { ServerRole } from '../../rocketmq/releases.ts';
import { instancesOn } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import type { Blueprint, InputFile, Subject } from '../role.ts';
import { maskEnvironment } from './secret-logs.ts';

/** What the roles that run RocketMQ's own start scripts have in common. */

/** What a host carries, as far as memory goes. */
function hostLoad(site: Site, topology: Topology): HostLoad {
  return { memory: site.memory, instances: instancesOn(topology, site.host.name) };
}

/**
 * RMQCTL_HEAP, where the instance's sizes are not those of the host's run script: so that changing one instance's heap
 * leaves the shared script, and with it the other instances, alone.
 * @param shared the sizes in the run script: the role's. Were they the default where the inventory gives sizes, a broker
 * taken from the host would change the script of the others, and restart them
 */
function heapEnvironment(subject: Subject, shared: HeapSizes): Record<string, string> {
  const { instance, topology, site } = subject;
  const spec = instance.heap ?? topology.heap[instance.role];
  const own = heapOptions(resolveHeap(spec, instance.role, hostLoad(site, topology))).join(' ');
  return own === heapOptions(shared).join(' ') ? {} : { RMQCTL_HEAP: own };
}

/**
 * How an instance of a role of RocketMQ's own is started: the run script that the role's instances of a host share
 * (templates/broker, templates/namesrv), the command by way of it, and the environment it reads. The role's JVM options come
 * before the instance's, so that of one given twice the instance's counts.
 * @param args what the main class is told: -c and its property file
 */
export function jvmInstance(
  subject: Subject,
  role: ServerRole,
  args: readonly string[],
): Pick<Blueprint, 'command' | 'env'> & { readonly script: InputFile } {
  const { instance, topology, site, release, places } = subject;
  const { home: javaHome, major: jdkMajor } = site.java;
  const heap = resolveHeap(topology.heap[role], role, hostLoad(site, topology));
  const path = `${site.home}/bin/${RUN_SCRIPTS[role]}`;
  return {
    script: { path, content: runScript({ role, javaHome, jdkMajor, release, heap }), mode: '755' },
    command: [
      'sh',
      path,
      `-Duser.home=${places.logs}`,
      ...release.logOptions(role, site.home),
      ...(topology.jvm[role] ?? []),
      ...instance.jvm,
      release.mainClass[role],
      ...args,
    ],
    env: {
      JAVA_HOME: javaHome,
      ROCKETMQ_HOME: site.home,
      RMQCTL_LOGS: places.logs,
      ...heapEnvironment(subject, heap),
      ...maskEnvironment(instance),
    },
  };
}

/** The comment a rendered property file begins with. */
export function heading({ instance, topology }: Subject): string[] {
  return [`${instance.name} of ${topology.cluster}; written by rmqctl: change the inventory, not this file`];
}
