import { RmqctlError, ExitCode } from '../errors.ts';
import { cvesOf, type Cve } from './cves.ts';
import { type ReleaseLine, LINES } from './release-lines.ts';
import { SERVERS, type ServerRole } from './servers.ts';
import { compareVersions } from '../model/version.ts';

/** What rmqctl has to know of one RocketMQ version: everything that differs between versions is data here. */
export interface Release {
  readonly version: string;
  /** the version as Apache's download site and Maven spell it: "4.0.0-incubating" for "4.0.0" */
  readonly artifactVersion: string;
  /** of its classes, and its Maven group */
  readonly javaPackage: ReleaseLine['javaPackage'];
  /** of its lib/ */
  readonly modules: readonly string[];
  /** `group:artifact` that Maven is to leave out */
  readonly exclusions: readonly string[];
  /** logback is part of RocketMQ's own packages and is told its file by a JVM option */
  readonly shadedLogback: boolean;
  /** the folder an unpacked archive is called */
  readonly homeName: string;
  /** absolute path of the home where the inventory names none and rmqctl is root */
  readonly defaultHome: string;
  mainClass(role: ServerRole): string;
  /** whether a broker also listens on listenPort - 2 (the "fast" or VIP port) */
  readonly fastPort: boolean;
  /** the fixed string in broker.log once that broker has registered with that name server (as namesrvAddr spells it) */
  registeredLine(brokerId: number, namesrvAddr: string): string;
  /** the logging configuration of a role, relative to the home */
  logConfig(role: ServerRole): string;
  /** the JVM options by which a role finds that file in a home; none before 5.1, which knows its name */
  logOptions(role: ServerRole, home: string): readonly string[];
  /** the directory in its logback files is replaced by one that each instance is told  */
  readonly ownLogDirectory: boolean;
  /** its brokers load native libraries, which they first unpack to where ROCKSDB_SHAREDLIB_DIR says */
  readonly unpacksLibraries: boolean;
  /** the garbage collector that its JVMs are started with on that JDK */
  collectorFor(major: number): 'G1' | 'CMS';
  readonly jdk: JdkSupport;
  readonly mappedFileSizeKey: ReleaseLine['mappedFileSizeKey'];
  /** SYNC_MASTER waits for a slave only where inSyncReplicas is at least 2 (5.x; handleHA, needAckNums) */
  readonly syncNeedsInSyncReplicas: boolean;
  /** a slave refuses pulls unless slaveReadEnable=true (5.x; PullMessageProcessor.rejectRequest) */
  readonly slaveNeedsReadEnable: boolean;
  /**
   * With haMasterAddress a slave finds its master. 5.x (the jars of 5.0.0, 5.1.0, 5.3.3 and 5.5.0 were read) hands the address on
   * before there is an HAClient, and then takes none from a name server any more: it never replicates
   * (BrokerController.initialize, DefaultMessageStore.start, DefaultHAService.updateHaMasterAddress).
   */
  readonly slaveCanBeToldMaster: boolean;
  /**
   * A broker registers only where it has found out already that a name server answers, and looks for that in the background, 0.1 s after
   * its start at the earliest: one that starts faster registers nowhere, and again 10 s later (5.x; BrokerController.start,
   * NettyRemotingClient.scanAvailableNameSrv).
   */
  readonly mayRegisterLate: boolean;
  /** known vulnerabilities of this very version */
  readonly cves: readonly Cve[];
  /** the last release of the same generation, to which a warning can point; undefined for that release itself */
  readonly newest: string | undefined;
}

export interface JdkSupport {
  /** lowest major version that can load the classes */
  readonly min: number;
  /** highest that the project's own scripts support */
  readonly upstreamMax: number;
  /** highest that rmqctl has run it on, with `flagsFor` */
  readonly max: number;
  /** options without which this release fails on that JDK; none below 9 */
  flagsFor(major: number): readonly string[];
}

/** Every version rmqctl knows, oldest first. */
export const VERSIONS: readonly string[] = LINES.flatMap((line) => line.versions);

/**
 * The version whose facts hold for a release: itself, or the one before it where it lies between two known ones or carries on
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

/** Whether rmqctl knows how to run that version: one that it knows, or one that is taken to be like an older one. */
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
  return {
    version,
    artifactVersion,
    homeName,
    defaultHome: `${line.homeParent ?? '/usr/local'}/${homeName}`,
    javaPackage: line.javaPackage,
    modules: line.modules,
    exclusions: line.exclusions ?? [],
    shadedLogback,
    mainClass: (role) => `${line.javaPackage}.${SERVERS[role].main}`,
    fastPort: line.fastPort,
    registeredLine: (brokerId, namesrvAddr) =>
      line.registeredLine.replace('{id}', String(brokerId)).replace('{namesrv}', namesrvAddr),
    logConfig: (role) => logConfig(line, role),
    logOptions: (role, home) =>
      shadedLogback ? [`-Drmq.logback.configurationFile=${home}/${logConfig(line, role)}`] : [],
    ownLogDirectory: line.ownLogDirectory === true,
    unpacksLibraries: line.unpacksLibraries === true,
    collectorFor: (major) => (major < 9 ? (line.oldCollector ?? 'G1') : 'G1'),
    jdk: { ...line.jdk, flagsFor: (major) => (major < 9 ? [] : line.jdk9Flags) },
    mappedFileSizeKey: line.mappedFileSizeKey,
    syncNeedsInSyncReplicas: line.syncNeedsInSyncReplicas,
    slaveNeedsReadEnable: line.slaveNeedsReadEnable,
    slaveCanBeToldMaster: line.slaveCanBeToldMaster,
    mayRegisterLate: line.mayRegisterLate,
    cves: cvesOf(version),
    newest: newestOf(version),
  };
}

function logConfig(line: ReleaseLine, role: ServerRole): string {
  return `conf/${line.logConfig.replace('{role}', role)}`;
}

/** 3.2.6 points to the last 4.x: its clients and stores are closer to that than to 5.x. */
function newestOf(version: string): string | undefined {
  const generation = version.startsWith('5.') ? '5.' : '4.';
  const newest = VERSIONS.findLast((candidate) => candidate.startsWith(generation));
  return newest === version ? undefined : newest;
}
