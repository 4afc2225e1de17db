import { RmqctlError, ExitCode } from '../errors.ts';
import { cvesOf, type Cve } from './cves.ts';
import { type VersionFacts, type ReleaseLine, LINES } from './release-lines.ts';
import { SERVERS, type ServerRole } from './servers.ts';
import { compareVersions } from '../model/version.ts';

/** One RocketMQ version: everything that differs between versions is data here and in its line. */
export interface Release extends VersionFacts {
  readonly version: string;
  /** the version as Apache's download site and Maven spell it: "4.0.0-incubating" for "4.0.0" */
  readonly artifactVersion: string;
  /** logback is part of RocketMQ's own packages and finds its file by a JVM option */
  readonly shadedLogback: boolean;
  /** name of the folder that its archive unpacks to */
  readonly homeName: string;
  /** absolute path of the home if the inventory names none and rmqctl is root */
  readonly defaultHome: string;
  mainClass(role: ServerRole): string;
  /** the fixed string in broker.log once that broker has registered with that name server (as namesrvAddr spells it) */
  registeredLine(brokerId: number, namesrvAddr: string): string;
  /** the logging configuration of a role, relative to the home */
  logConfig(role: ServerRole): string;
  /** the JVM options by which a role finds that file in a home; none before 5.1, which knows its name */
  logOptions(role: ServerRole, home: string): readonly string[];
  /** the garbage collector that its JVMs are started with on that JDK */
  collectorFor(major: number): 'G1' | 'CMS';
  readonly jdk: {
    /** lowest major version that can load the classes */
    readonly min: number;
    /** highest that the project's own scripts support */
    readonly upstreamMax: number;
    /** highest that rmqctl has run it on, with `flagsFor` */
    readonly max: number;
    /** options without which this release fails on that JDK; none below 9 */
    flagsFor(major: number): readonly string[];
  };
  /** known vulnerabilities of this very version */
  readonly cves: readonly Cve[];
  /** the last release of the same generation, for warnings; undefined for that release itself */
  readonly newest: string | undefined;
}

/** Every version rmqctl knows, oldest first. */
export const VERSIONS: readonly string[] = LINES.flatMap((line) => line.versions);

/**
 * The version whose facts hold for a release: itself, or the one before it if it lies between two known ones or continues
 * the last line (5.5.1).
 * @returns undefined for what is older or newer than every known line, and for what is no version
 */
export function nearestKnown(version: string): string | undefined {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return undefined;
  const older = VERSIONS.findLast((known) => compareVersions(known, version) <= 0);
  const lineOf = (one: string): string => one.split('.', 2).join('.');
  const isBeyond = older === VERSIONS.at(-1) && lineOf(older ?? '') !== lineOf(version);
  return isBeyond ? undefined : older;
}

/** True if rmqctl can run that version: it knows it, or assumes that it is like an older one. */
export function knownVersion(version: string): boolean {
  return nearestKnown(version) !== undefined;
}

/**
 * The facts about a version.
 * @throws RmqctlError VERSION_UNKNOWN
 */
export function releaseOf(version: string): Release {
  const known = nearestKnown(version) ?? '';
  const line = LINES.find((candidate) => candidate.versions.includes(known));
  if (line === undefined) {
    throw new RmqctlError('VERSION_UNKNOWN', `RocketMQ ${version} is not a version rmqctl knows`, {
      hint: `known: ${VERSIONS.join(', ')}`,
      exit: ExitCode.inventory,
    });
  }
  return fromLine(line, version);
}

function fromLine(line: ReleaseLine, version: string): Release {
  const artifactVersion = `${version}${line.suffix ?? ''}`;
  const shadedLogback = line.logConfig.startsWith('rmq.');
  const homeName = line.homeName ?? `rocketmq-all-${artifactVersion}-bin-release`;
  const logConfig = (role: ServerRole): string => `conf/${line.logConfig.replace('{role}', role)}`;
  return {
    ...line,
    version,
    artifactVersion,
    homeName,
    defaultHome: `${line.homeParent ?? '/usr/local'}/${homeName}`,
    shadedLogback,
    mainClass: (role) => `${line.javaPackage}.${SERVERS[role].main}`,
    registeredLine: (brokerId, namesrvAddr) =>
      line.registeredLine.replace('{id}', String(brokerId)).replace('{namesrv}', namesrvAddr),
    logConfig,
    logOptions: (role, home) =>
      shadedLogback ? [`-Drmq.logback.configurationFile=${home}/${logConfig(role)}`] : [],
    collectorFor: (major) => (major < 9 ? (line.oldCollector ?? 'G1') : 'G1'),
    jdk: { ...line.jdk, flagsFor: (major) => (major < 9 ? [] : line.jdk9Flags) },
    cves: cvesOf(version),
    newest: newestOf(version),
  };
}

/** 3.2.6 points to the last 4.x: its clients and stores are closer to that than to 5.x. */
function newestOf(version: string): string | undefined {
  const generation = version.startsWith('5.') ? '5.' : '4.';
  const newest = VERSIONS.findLast((candidate) => candidate.startsWith(generation));
  return newest === version ? undefined : newest;
}
