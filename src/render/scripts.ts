import { heapOptions, type HeapSizes } from '../rocketmq/heap.ts';
import { commonJvmOptions, gcLogOption } from '../rocketmq/jvm.ts';
import type { Release } from '../rocketmq/releases.ts';
import { quote } from '../shell/quote.ts';
import { renderTemplate } from './templates.ts';

export interface RunScriptInputs {
  /** path below templates/ without its ending: "broker/runbroker.sh" */
  readonly template: string;
  /** absolute path of the host's JDK or JRE */
  readonly javaHome: string;
  readonly jdkMajor: number;
  readonly release: Release;
  /** sizes of the role's instances on this host, where they do not bring their own */
  readonly heap: HeapSizes;
}

/** The text of <home>/bin/runbroker.sh, runserver.sh or runproxy.sh: how a role's JVMs are started on one host. */
export function runScriptFile({ template, javaHome, jdkMajor, release, heap }: RunScriptInputs): string {
  return renderTemplate(template, {
    quotedJavaHome: quote(javaHome),
    quotedHeap: quote(heapOptions(heap).join(' ')),
    quotedOptions: commonJvmOptions(jdkMajor, release).map(quote),
    // stands between double quotes, where the script puts the directory in
    gcLogOption: gcLogOption(jdkMajor, '$logs/gc.log'),
  });
}

/** The text of /etc/profile.d/rocketmq.sh, which gives login shells JAVA_HOME, ROCKETMQ_HOME and both bin directories. */
export function profileScript(paths: { readonly javaHome: string; readonly home: string }): string {
  return renderTemplate('common/profile.sh', {
    quotedJavaHome: quote(paths.javaHome),
    quotedHome: quote(paths.home),
  });
}
