import type { HeapSizes } from '../rocketmq/heap.ts';
import { heapOptions } from '../rocketmq/jvm.ts';
import type { Release, ServerRole } from '../rocketmq/releases.ts';
import { quote } from '../shell/quote.ts';
import { RUN_SCRIPTS } from './run-script.ts';
import { renderTemplate } from './templates.ts';

export interface StartScriptInputs {
  /** the instance's name in the inventory */
  readonly instance: string;
  readonly role: ServerRole;
  readonly release: Release;
  /** absolute paths of the release's home and of the JDK */
  readonly home: string;
  readonly javaHome: string;
  /** the instance's own directory for logs, <logs>/<instance>; also its Java user.home */
  readonly logs: string;
  /** absolute path of the role's log, whose length before the start is noted */
  readonly roleLog: string;
  /** what identifies everything this start is made of */
  readonly digest: string;
  /** sizes, where they differ from those in the run script */
  readonly heap?: HeapSizes;
  /** the instance's JVM options, after all others */
  readonly jvm: readonly string[];
  /** absolute path of the property file */
  readonly config: string;
}

/**
 * The text of <home>/bin/start-<instance>.sh, which a supervisor runs. It leaves in the log directory `console.log` (what
 * this start said), `console.log.1` (what the one before said) and `.log-offset` (the role log's length before, in bytes).
 *
 * The instance's JVM options are words of the command line and not JAVA_OPT_EXT, which is split at blanks.
 */
export function startScript(inputs: StartScriptInputs): string {
  const { role, release } = inputs;
  const jvm = [`-Duser.home=${inputs.logs}`, ...release.logOptions(role, inputs.home), ...inputs.jvm];
  return renderTemplate('common/start.sh', {
    quotedInstance: quote(inputs.instance),
    quotedHome: quote(inputs.home),
    quotedJavaHome: quote(inputs.javaHome),
    quotedLogs: quote(inputs.logs),
    quotedRoleLog: quote(inputs.roleLog),
    quotedDigest: quote(inputs.digest),
    ownHeap: inputs.heap !== undefined,
    quotedHeap: inputs.heap === undefined ? '' : quote(heapOptions(inputs.heap).join(' ')),
    quotedJvm: jvm.map(quote),
    quotedScript: quote(RUN_SCRIPTS[role]),
    quotedMainClass: quote(release.mainClass[role]),
    quotedConfig: quote(inputs.config),
  });
}
