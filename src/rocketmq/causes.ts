/**
 * A failure that its text explains. The texts were provoked on OpenJDK 17 and 25 and RocketMQ 4.9.4,
 * or read in its source; {1} is what the pattern's first group caught.
 */
interface KnownCause extends Cause {
  readonly pattern: RegExp;
}

const MEMORY = {
  cause: 'the host has not enough memory for the JVM',
  hint: 'give it a smaller heap in the inventory (heap, or heap of the instance), or run fewer instances on the host',
} as const;

const NO_JAVA = {
  cause: 'there is no Java where the start script looks for it',
  hint: 'install a JDK on the host, or name the one that is there in java.home of the inventory',
} as const;

/** The first that matches wins: what explains the others is above them. */
const KNOWN_CAUSES: readonly KnownCause[] = [
  { pattern: /no Java at \S+|Please set the JAVA_HOME variable/, ...NO_JAVA },
  {
    pattern: /\bjava: (?:command )?not found|bin\/java: (?:not found|No such file or directory)/,
    ...NO_JAVA,
  },
  {
    pattern: /UnsatisfiedLinkError: (\S+?):? .*failed to map segment/,
    cause: 'the native library {1} lies where nothing may be executed (a file system mounted noexec)',
    hint: 'give the broker a store elsewhere, or mount that file system without noexec',
  },
  {
    pattern: /UnsupportedClassVersionError/,
    cause: 'the JDK is older than the one this release was compiled for',
    hint: 'name a newer JDK in java.home of the inventory',
  },
  {
    pattern: /Unrecognized VM option '([^']+)'|Unrecognized option: (\S+)/,
    cause: 'the JDK does not know one of the JVM options',
    hint: 'remove the option from jvm in the inventory, or name another JDK in java.home: {0}',
  },
  {
    pattern:
      /Invalid (?:maximum|initial)[a-z ]* size: \S+|Initial heap size set to a larger value than the maximum/,
    cause: 'the heap sizes contradict each other',
    hint: 'correct heap, or the -Xm options in jvm, in the inventory: {0}',
  },
  {
    pattern: /Could not find or load main class (\S+)/,
    cause: 'the class {1} is not in the lib directory of the home',
    hint: 'the home is incomplete or of another version: deploy again, or check distribution in the inventory',
  },
  {
    pattern: /Invalid -Xlog option|Error opening log file '([^']+)'/,
    cause: 'the JVM cannot write its garbage collection log',
    hint: 'check that the log directory exists and belongs to the user that runs RocketMQ',
  },
  { pattern: /insufficient memory for the Java Runtime Environment to continue/, ...MEMORY },
  { pattern: /Could not reserve enough space for .*object heap/, ...MEMORY },
  { pattern: /Could not allocate compressed class space/, ...MEMORY },
  { pattern: /Cannot allocate memory|error='Not enough space'/, ...MEMORY },
  {
    pattern: /OutOfMemoryError: unable to create (?:new )?native thread/,
    cause: 'the host does not let the user start more threads',
    hint: 'raise the limit of processes (ulimit -u) of the user that runs RocketMQ',
  },
  {
    pattern: /OutOfMemoryError: Map failed/,
    cause: 'a file could not be mapped into memory',
    hint: 'raise vm.max_map_count to 655360 (tuning: true does), and check the free memory of the host',
  },
  {
    pattern: /OutOfMemoryError/,
    cause: 'the JVM ran out of memory',
    hint: 'give it a larger heap in the inventory, or more direct memory: heap: { size, direct }',
  },
  {
    pattern: /No space left on device/,
    cause: 'a disk is full',
    hint: 'free space where the store and the logs are, or name other directories in paths',
  },
  {
    pattern: /Read-only file system/,
    cause: 'a directory it writes to is mounted read-only',
    hint: 'name a writable directory in paths of the inventory',
  },
  {
    pattern: /(\/\S+) ?\(Permission denied\)|AccessDeniedException: (\S+)|Permission denied/,
    cause: 'a file or directory is not accessible to the user that runs RocketMQ',
    hint: 'give it to that user: the store and the logs are to be its own',
  },
  {
    pattern: /Lock failed,\s?MQ already started/,
    cause: 'another process holds the lock of this store',
    hint: 'stop the broker that runs on this store (fuser -v <store>/lock names it), or give this one its own store',
  },
  {
    pattern: /Cannot assign requested address/,
    cause: 'it was told to listen on an address that this host does not have',
    hint: 'check bindAddress and the addresses of the inventory against the interfaces of the host',
  },
  {
    pattern: /Address already in use|BindException/,
    cause: 'a port it needs is taken by another process',
    hint: 'ss -ltnp names the owner; a broker needs its port, the one two below and the one above',
  },
  {
    pattern: /The Name Server Address\[(.*?)\] illegal/,
    cause: 'namesrvAddr is not a list of host:port separated by semicolons: {1}',
    hint: 'check namesrv in the inventory; a blank at the end counts as part of the value',
  },
  {
    pattern: /Slave's brokerId must be > 0/,
    cause: 'the broker is a slave with the id of a master',
    hint: 'the property file was changed by hand: deploy again',
  },
  {
    pattern: /length not matched message store config value/,
    cause: 'the files of the store have another size than the properties say',
    hint: 'give mappedFileSizeCommitLog and mappedFileSizeConsumeQueue the values this store was made with',
  },
  {
    pattern: /master pushed offset not equal the max phy offset in slave/,
    cause: 'the store of this slave is not a copy of the store of its master',
    hint: 'a diverged slave never heals: stop it, move its store away and let it copy the master again',
  },
  {
    pattern: /UnknownHostException: ([\w.-]+)/,
    cause: 'the host does not resolve the name {1}',
    hint: 'add it to /etc/hosts (aliases does so for the names of the cluster), or use an address',
  },
  {
    pattern: /Could not open \[([^\]]+logback[^\]]*)\]/,
    cause: 'the logging configuration {1} is missing',
    hint: 'the home is incomplete: deploy again, or check distribution in the inventory',
  },
  {
    pattern: /FileNotFoundException: (\S+) \(No such file or directory\)/,
    cause: 'the file {1} is not there',
    hint: 'deploy again: it writes what is missing',
  },
  {
    pattern: /Please set the ROCKETMQ_HOME variable/,
    cause: 'ROCKETMQ_HOME is not set where the process was started',
    hint: 'start it with its own start script, or with mqnamesrv and mqbroker of the home',
  },
  {
    pattern: /(?:NoClassDefFoundError|ClassNotFoundException): (\S+)/,
    cause: 'the class {1} is missing',
    hint: 'the home is incomplete or mixed with another version: deploy again, or check distribution in the inventory',
  },
];

/**
 * What the last words of an instance that died, or never got ready, mean. RocketMQ often says little (a load failure
 * exits 253 without a word on the console), so the texts come from its console, its logs and the JVM alike.
 */
export interface Cause {
  /** what happened, as a clause: "a port it needs is taken by another process" */
  readonly cause: string;
  /** what the user can do */
  readonly hint: string;
}

/**
 * The cause of a failure, if the lines hold a known one. Of several the one that explains the others is given.
 * @param lines console and log lines of the start that failed, and of no other, in any order
 */
export function recogniseCause(lines: readonly string[]): Cause | undefined {
  for (const { pattern, cause, hint } of KNOWN_CAUSES) {
    const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
    if (match !== undefined) return { cause: fill(cause, match), hint: fill(hint, match) };
  }
  return undefined;
}

/** Puts what the pattern caught in the place of {1}, {2}. */
function fill(text: string, match: RegExpExecArray): string {
  return text.replaceAll(/\{(\d)\}/g, (_, group: string) => match[Number(group)] ?? '?');
}
