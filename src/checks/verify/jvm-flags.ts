import { resolveHeap } from '../../rocketmq/heap.ts';
import { commonOptions, heapOptions } from '../../rocketmq/jvm.ts';
import { instancesOn } from '../../model/instance.ts';
import type { VerifyContext, Member } from './context.ts';

/** The options of RocketMQ's own roles, in the order of their start scripts; of one given twice the last counts. */
function wantedOptions({ topology, release }: VerifyContext, { instance, host }: Member): string[] {
  const { site } = host;
  const { role } = instance;
  const load = { memory: site.memory, instances: instancesOn(topology, instance.host) };
  const heap = resolveHeap(instance.heap ?? topology.heap[role], role, load);
  return [
    ...heapOptions(heap),
    ...commonOptions(site.java.major, release),
    ...release.jdk.flagsFor(site.java.major),
    ...(topology.jvm[role] ?? []),
    ...instance.jvm,
  ];
}

/**
 * The JVM options that a running process lacks or has otherwise, in words.
 * @param args its command line, from /proc
 */
export function wrongFlags(context: VerifyContext, member: Member, args: readonly string[]): string[] {
  if (!['namesrv', 'broker'].includes(member.instance.role)) return [];
  const wanted = effective(wantedOptions(context, member));
  const found = effective(args);
  return [...wanted].flatMap(([name, option]) => {
    const other = found.get(name);
    if (other === option) return [];
    return [`its JVM runs ${other === undefined ? 'without' : `with ${other}, not`} ${option}`];
  });
}

/** What decides which option replaces which: -Xmx, -XX:Name, -Dname; everything else stands for itself. */
function nameOf(option: string): string {
  return (
    /^(?:-X(?:ms|mx|mn|ss)|-XX:[+-]?\w+|-D[^=]+)/.exec(option)?.[0].replace(/^-XX:[+-]/, '-XX:') ?? option
  );
}

function effective(options: readonly string[]): Map<string, string> {
  return new Map(
    options.filter((option) => option.startsWith('-')).map((option) => [nameOf(option), option]),
  );
}
