import type { Facts } from './facts.ts';

/** A package with a JDK, in the systems of a family from a version on. */
interface JavaPackage {
  /** first word of VERSION_ID, as a number */
  readonly since: number;
  readonly command: string;
  /** of the Java in it */
  readonly major: number;
}

interface Family {
  /** ID of /etc/os-release, or a word of ID_LIKE; of macOS, which has no such file, what `uname -s` says */
  readonly ids: readonly string[];
  /** newest first */
  readonly packages: readonly JavaPackage[];
}

/**
 * How Java is installed, by families of systems: 17 where it can be had, since every release and every program runs on it.
 * A first row whose `since` is not 0 is of a system that has given up the older Java.
 */
const FAMILIES: readonly Family[] = [
  family(
    'ubuntu',
    [26, 21, 'apt-get install -y openjdk-21-jdk-headless'],
    [0, 17, 'apt-get install -y openjdk-17-jdk-headless'],
  ),
  family(
    'debian',
    [13, 21, 'apt-get install -y openjdk-21-jdk-headless'],
    [11, 17, 'apt-get install -y openjdk-17-jdk-headless'],
    [10, 11, 'apt-get install -y openjdk-11-jdk-headless'],
    [0, 8, 'apt-get install -y openjdk-8-jdk-headless'],
  ),
  family('amzn', [0, 17, 'yum install -y java-17-amazon-corretto-devel']),
  family(
    'rhel centos rocky almalinux ol',
    [10, 21, 'dnf install -y java-21-openjdk-devel'],
    [8, 17, 'dnf install -y java-17-openjdk-devel'],
    [0, 8, 'yum install -y java-1.8.0-openjdk-devel'],
  ),
  family('fedora', [0, 21, 'dnf install -y java-21-openjdk-devel']),
  family('suse opensuse sles', [0, 17, 'zypper install -y java-17-openjdk-devel']),
  family('arch', [0, 17, 'pacman -S --noconfirm jdk17-openjdk']),
  family('alpine', [0, 17, 'apk add openjdk17']),
  family('Darwin', [0, 17, 'brew install openjdk@17 && export JAVA_HOME="$(brew --prefix openjdk@17)"']),
];

function family(ids: string, ...packages: readonly (readonly [number, number, string])[]): Family {
  return {
    ids: ids.split(' '),
    packages: packages.map(([since, major, command]) => ({ since, major, command })),
  };
}

/**
 * How Java is installed on a host, for people: the command of its package manager; in words where that is not known, or has none
 * that is new enough.
 * @param least the lowest major version that will do
 */
export function installJava({ os, root }: Pick<Facts, 'os' | 'root'>, least = 8): string {
  const { packages } =
    [os.id, ...os.like].flatMap((id) => FAMILIES.find(({ ids }) => ids.includes(id)) ?? [])[0] ?? {};
  // rolling systems have no version: they are newer than any
  const version = os.version === '' ? Infinity : Number.parseInt(os.version, 10);
  const found = packages?.find(({ since }) => version >= since);
  if (found === undefined) return `a JDK ${Math.max(least, 17)}, by this system’s package manager`;
  if (found.major < least)
    return `a JDK ${least} from elsewhere: the packages of ${os.id} ${os.version} have none`;
  return needsRoot(found) && !root ? `sudo ${found.command}` : found.command;
}

/** Homebrew refuses to run as root. */
function needsRoot({ command }: JavaPackage): boolean {
  return !command.startsWith('brew ');
}
