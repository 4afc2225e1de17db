/** The facts about a version that every part of rmqctl reads as they are. */
export interface VersionFacts {
  /** of its classes; the Maven group has the same name */
  readonly javaPackage: 'org.apache.rocketmq' | 'com.alibaba.rocketmq';
  /** what the project's own assembly (distribution/release.xml) puts into lib/, except the examples, most of which Central lacks */
  readonly modules: readonly string[];
  /** `group:artifact` that Maven must leave out wherever it is a dependency */
  readonly exclusions: readonly string[];
  /** true if a broker also listens on listenPort - 2 (the "fast" or VIP port) */
  readonly fastPort: boolean;
  /** its loggers write to a directory of a separate variable, not user.home: its guide has that replaced in these files */
  readonly ownLogDirectory: boolean;
  /** its brokers load native libraries (RocksDB's), which they first unpack to ROCKSDB_SHAREDLIB_DIR, by default /tmp */
  readonly unpacksLibraries: boolean;
  /** MessageStoreConfig's spelling, renamed in 4.5.2; each version silently ignores the other one */
  readonly mappedFileSizeKey: 'mapedFileSizeCommitLog' | 'mappedFileSizeCommitLog';
  /** SYNC_MASTER waits for a slave only if inSyncReplicas is at least 2 (5.x; handleHA, needAckNums) */
  readonly syncNeedsInSyncReplicas: boolean;
  /** a slave refuses pulls unless slaveReadEnable=true (5.x; PullMessageProcessor.rejectRequest) */
  readonly slaveNeedsReadEnable: boolean;
  /**
   * With haMasterAddress a slave finds its master. 5.x (the jars of 5.0.0, 5.1.0, 5.3.3 and 5.5.0 were read) hands the address on
   * before there is an HAClient, and then accepts none from a name server: it never replicates
   * (BrokerController.initialize, DefaultMessageStore.start, DefaultHAService.updateHaMasterAddress).
   */
  readonly slaveCanBeToldMaster: boolean;
  /**
   * A broker registers only with a name server that it has seen answer, and it first looks 0.1 s after its start, in the background:
   * one that starts faster registers nowhere, and again 10 s later (5.x; BrokerController.start,
   * NettyRemotingClient.scanAvailableNameSrv).
   */
  readonly mayRegisterLate: boolean;
}

/**
 * One row for every line of releases that behaves alike. Read in the sources of the tagged releases (BrokerStartup,
 * NamesrvStartup, BrokerOuterAPI, MessageStoreConfig); the strings of 3.2.6, 4.9.4 and 5.5.0 were compared with their
 * jars. A new version is one more word in `versions`, or a row.
 */
export interface ReleaseLine extends VersionFacts {
  readonly versions: readonly string[];
  /** what the download's name has after the version */
  readonly suffix?: string;
  /** default: rocketmq-all-<version>-bin-release */
  readonly homeName?: string;
  readonly homeParent?: string;
  /** with {id} for brokerId and {namesrv} for the address */
  readonly registeredLine: string;
  /** the logging configuration of a role in <home>/conf; from 5.1.0 logback is shaded, and reads a file of another name */
  readonly logConfig: 'logback_{role}.xml' | 'rmq.{role}.logback.xml';
  /** what its own scripts have for Java 8 and below; default G1 */
  readonly oldCollector?: 'CMS';
  readonly jdk: { readonly min: number; readonly upstreamMax: number; readonly max: number };
  readonly jdk9Flags: readonly string[];
}

/**
 * Mapped files are released and locked by reflection on JDK internals (MappedFile.clean, TransientStorePool); closed,
 * the shutdown hook throws: the abort file stays and the broker does not unregister (issues 3321, 4161, 5097).
 */
const INTERNALS = [
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED',
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
  '--add-exports=java.base/sun.nio.ch=ALL-UNNAMED',
  '--add-opens=java.base/java.lang=ALL-UNNAMED',
  '--add-opens=java.base/java.util=ALL-UNNAMED',
] as const;

const words = (text: string): readonly string[] => text.split(' ');

const MODULES_4 = words('namesrv broker tools client');
const REGISTERED_4_5 = 'register broker[{id}]to name server {namesrv} OK';

const APACHE_4 = {
  javaPackage: 'org.apache.rocketmq',
  modules: MODULES_4,
  exclusions: [],
  fastPort: true,
  registeredLine: 'register broker to name server {namesrv} OK',
  logConfig: 'logback_{role}.xml',
  ownLogDirectory: false,
  unpacksLibraries: false,
  jdk: { min: 8, upstreamMax: 8, max: 25 },
  jdk9Flags: INTERNALS,
  mappedFileSizeKey: 'mapedFileSizeCommitLog',
  syncNeedsInSyncReplicas: false,
  slaveNeedsReadEnable: false,
  slaveCanBeToldMaster: true,
  mayRegisterLate: false,
} as const;

const APACHE_5 = {
  ...APACHE_4,
  modules: [...MODULES_4, ...words('controller proxy container')],
  registeredLine: 'Registering current broker to name server completed. TargetHost={namesrv}',
  unpacksLibraries: true,
  jdk: { min: 8, upstreamMax: 17, max: 25 },
  mappedFileSizeKey: 'mappedFileSizeCommitLog',
  syncNeedsInSyncReplicas: true,
  slaveNeedsReadEnable: true,
  slaveCanBeToldMaster: false,
  mayRegisterLate: true,
} as const;

export const LINES: readonly ReleaseLine[] = [
  {
    ...APACHE_4,
    versions: words('3.2.6'),
    javaPackage: 'com.alibaba.rocketmq',
    // reached through org.kohsuke:github-api; its own dependency on org.jenkins-ci is not on Central
    exclusions: ['com.infradna.tool:bridge-method-annotation'],
    homeName: 'alibaba-rocketmq',
    homeParent: '/software',
    fastPort: false,
    ownLogDirectory: true,
    oldCollector: 'CMS',
    jdk: { min: 6, upstreamMax: 8, max: 25 },
  },
  { ...APACHE_4, versions: words('4.0.0 4.1.0'), suffix: '-incubating' },
  { ...APACHE_4, versions: words('4.2.0 4.3.0 4.3.1 4.3.2 4.4.0') },
  { ...APACHE_4, versions: words('4.5.0 4.5.1'), registeredLine: REGISTERED_4_5 },
  {
    ...APACHE_4,
    versions: words(
      '4.5.2 4.6.0 4.6.1 4.7.0 4.7.1 4.8.0 4.9.0 4.9.1 4.9.2 4.9.3 4.9.4 4.9.5 4.9.6 4.9.7 4.9.8',
    ),
    registeredLine: REGISTERED_4_5,
    mappedFileSizeKey: 'mappedFileSizeCommitLog',
  },
  { ...APACHE_5, versions: words('5.0.0') },
  {
    ...APACHE_5,
    versions: words('5.1.0 5.1.1 5.1.2 5.1.3 5.1.4 5.2.0 5.3.0 5.3.1'),
    logConfig: 'rmq.{role}.logback.xml',
  },
  {
    ...APACHE_5,
    versions: words('5.3.2 5.3.3 5.3.4 5.4.0 5.5.0'),
    logConfig: 'rmq.{role}.logback.xml',
    jdk: { min: 8, upstreamMax: 21, max: 25 },
  },
];
