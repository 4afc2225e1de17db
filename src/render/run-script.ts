import type { HeapSizes } from '../rocketmq/heap.ts';
import { commonOptions, gcLogOption, heapOptions } from '../rocketmq/jvm.ts';
import type { Release, ServerRole } from '../rocketmq/releases.ts';
import { quote } from '../shell/quote.ts';
import { renderTemplate } from './templates.ts';

/** The scripts that start a JVM, by the names upstream's mqbroker and mqnamesrv call them. */
export const RUN_SCRIPTS: Readonly<Record<ServerRole, string>> = {
  broker: 'runbroker.sh',
  namesrv: 'runserver.sh',
  // upstream's mqproxy calls runserver.sh, whose heap is the name server's
  proxy: 'runproxy.sh',
};

export interface RunScriptInputs {
  readonly role: ServerRole;
  /** absolute path of the host's JDK or JRE */
  readonly javaHome: string;
  readonly jdkMajor: number;
  readonly release: Release;
  /** sizes of the role's instances on this host, where they do not bring their own */
  readonly heap: HeapSizes;
}

/** The text of <home>/bin/runbroker.sh, runserver.sh or runproxy.sh: how a role's JVMs are started on one host. */
export function runScript({ role, javaHome, jdkMajor, release, heap }: RunScriptInputs): string {
  const options = [...commonOptions(jdkMajor, release), ...release.jdk.flagsFor(jdkMajor)];
  return renderTemplate(`${role}/${RUN_SCRIPTS[role]}`, {
    quotedJavaHome: quote(javaHome),
    quotedHeap: quote(heapOptions(heap).join(' ')),
    quotedOptions: options.map(quote),
    // stands between double quotes, where the script puts the directory in
    gcLogOption: gcLogOption(jdkMajor, '$logs/gc.log'),
  });
}
