import type { Instance } from '../model/instance.ts';
import type { Topology } from '../model/topology.ts';
import type { Release } from './releases.ts';

/**
 * The options a RocketMQ JVM is started with, for JDK 6 to 25. HotSpot refuses to start on an option it does not know,
 * so every option here is given only to the JDKs that have it; where an option is given twice, the last one counts.
 */

/** The options that follow from the JDK and the release alone. */
export function commonJvmOptions(jdkMajor: number, release: Pick<Release, 'collectorFor' | 'jdk'>): string[] {
  return [
    ...COLLECTORS[release.collectorFor(jdkMajor)],
    '-XX:SoftRefLRUPolicyMSPerMB=0',
    '-XX:-OmitStackTraceInFastThrow',
    '-XX:-UseLargePages',
    // off by itself since 15, gone in 21 (JEP 374)
    ...(jdkMajor < 15 ? ['-XX:-UseBiasedLocking'] : []),
    // the permanent generation went in 8; its default is too small for fastjson's generated classes
    ...(jdkMajor < 8 ? ['-XX:MaxPermSize=320m'] : []),
    ...(jdkMajor < 9 ? GC_PRINTING_8 : []),
    // netty and the mapped files use sun.misc.Unsafe, which warns since 24 and is to be refused later (JEP 498)
    ...(jdkMajor >= 24
      ? ['--sun-misc-unsafe-memory-access=allow', '--enable-native-access=ALL-UNNAMED']
      : []),
    ...release.jdk.flagsFor(jdkMajor),
  ];
}

/** What the inventory gives: the role's options before the instance's, so that of one given twice the instance's counts. */
export function givenOptions(
  { jvm }: Pick<Topology, 'jvm'>,
  instance: Pick<Instance, 'role' | 'jvm'>,
): string[] {
  return [...(jvm[instance.role] ?? []), ...instance.jvm];
}

/** As upstream's scripts of 4.x and of 3.2.6 have them; CMS is gone since Java 14 (JEP 363). */
const COLLECTORS = {
  G1: ['-XX:+UseG1GC', '-XX:G1ReservePercent=25', '-XX:InitiatingHeapOccupancyPercent=30'],
  CMS: [
    '-XX:+UseConcMarkSweepGC',
    '-XX:+UseCMSCompactAtFullCollection',
    '-XX:CMSInitiatingOccupancyFraction=70',
    '-XX:+CMSParallelRemarkEnabled',
    '-XX:+CMSClassUnloadingEnabled',
    '-XX:SurvivorRatio=8',
  ],
} as const;

const GC_PRINTING_8 = [
  '-XX:+PrintGCDetails',
  '-XX:+PrintGCDateStamps',
  '-XX:+PrintGCApplicationStoppedTime',
  '-XX:+PrintAdaptiveSizePolicy',
  '-XX:+UseGCLogFileRotation',
  '-XX:NumberOfGCLogFiles=5',
  '-XX:GCLogFileSize=30m',
] as const;

/** Where the garbage collection log goes; five files of 30 MB either way (unified logging since 9, JEP 158). */
export function gcLogOption(jdkMajor: number, path: string): string {
  return jdkMajor < 9 ? `-Xloggc:${path}` : `-Xlog:gc*:file=${path}:time,tags:filecount=5,filesize=30M`;
}
