import { runScriptFile } from '../../render/scripts.ts';
import { heapOf, heapOptions } from '../../rocketmq/heap.ts';
import { commonJvmOptions, givenOptions } from '../../rocketmq/jvm.ts';
import type { ServerRole } from '../../rocketmq/servers.ts';
import type { Blueprint, InputFile, Subject } from '../role.ts';
import { maskEnvironment } from './logback.ts';

/** The server that an instance runs by RocketMQ's own start scripts. */
interface ServerStart {
  readonly server: ServerRole;
  /** the script in bin/ that starts its JVM, as upstream's mqbroker and mqnamesrv call it, and its template: "broker/runbroker.sh" */
  readonly script: string;
  /** what the main class is told: -c and its property file */
  readonly args: readonly string[];
}

/**
 * How an instance of a role of RocketMQ's own is started: the run script that the role's instances of a host share, the command
 * by way of it, the environment it reads, and what its JVM must be seen to run with.
 *
 * RMQCTL_HEAP is set where the instance's sizes are not those of the run script, which are the role's: so that changing one
 * instance's heap leaves the shared script, and with it the other instances, alone. Were the script's sizes the default where the
 * inventory gives sizes, a broker taken from the host would change the script of the others, and restart them.
 */
export function jvmInstance(
  subject: Subject,
  { server, script, args }: ServerStart,
): Required<Pick<Blueprint, 'command' | 'env' | 'jvm'>> & { readonly script: InputFile } {
  const { instance, topology, site, release, places } = subject;
  const { home: javaHome, major: jdkMajor } = site.java;
  const shared = heapOf(topology, { role: instance.role, host: instance.host }, site.memory);
  const own = heapOptions(heapOf(topology, instance, site.memory));
  const given = givenOptions(topology, instance);
  const path = `${site.home}/bin/${script.split('/').at(-1)}`;
  const content = runScriptFile({ template: script, javaHome, jdkMajor, release, heap: shared });
  return {
    script: { path, content, mode: '755' },
    command: [
      'sh',
      path,
      `-Duser.home=${places.logs}`,
      ...release.logOptions(server, site.home),
      ...given,
      release.mainClass(server),
      ...args,
    ],
    env: {
      JAVA_HOME: javaHome,
      ROCKETMQ_HOME: site.home,
      RMQCTL_LOGS: places.logs,
      ...(own.join(' ') === heapOptions(shared).join(' ') ? {} : { RMQCTL_HEAP: own.join(' ') }),
      ...maskEnvironment(instance),
    },
    jvm: [...own, ...commonJvmOptions(jdkMajor, release), ...given],
  };
}

/** The comment a rendered property file begins with. */
export function heading({ instance, topology }: Subject): string[] {
  return [`${instance.name} of ${topology.cluster}; written by rmqctl: change the inventory, not this file`];
}
