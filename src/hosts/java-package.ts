import type { Facts } from './facts.ts';

/** A package with a JDK: the first word of VERSION_ID from which on it is there, the Java in it, and the command. */
type JavaPackage = readonly [since: number, major: number, command: string];

/**
 * How Java is installed, by families of systems: 17 where it can be had, since every release and every program runs on it.
 * A first row whose `since` is not 0 is of a system that has given up the older Java. A family is known by ID of /etc/os-release,
 * or a word of ID_LIKE; macOS, which has no such file, by what `uname -s` says. Its packages are newest first.
 */
const FAMILIES: readonly (readonly [ids: string, ...packages: JavaPackage[]])[] = [
  [
    'ubuntu',
    [26, 21, 'apt-get install -y openjdk-21-jdk-headless'],
    [0, 17, 'apt-get install -y openjdk-17-jdk-headless'],
  ],
  [
    'debian',
    [13, 21, 'apt-get install -y openjdk-21-jdk-headless'],
    [11, 17, 'apt-get install -y openjdk-17-jdk-headless'],
    [10, 11, 'apt-get install -y openjdk-11-jdk-headless'],
    [0, 8, 'apt-get install -y openjdk-8-jdk-headless'],
  ],
  ['amzn', [0, 17, 'yum install -y java-17-amazon-corretto-devel']],
  [
    'rhel centos rocky almalinux ol',
    [10, 21, 'dnf install -y java-21-openjdk-devel'],
    [8, 17, 'dnf install -y java-17-openjdk-devel'],
    [0, 8, 'yum install -y java-1.8.0-openjdk-devel'],
  ],
  ['fedora', [0, 21, 'dnf install -y java-21-openjdk-devel']],
  ['suse opensuse sles', [0, 17, 'zypper install -y java-17-openjdk-devel']],
  ['arch', [0, 17, 'pacman -S --noconfirm jdk17-openjdk']],
  ['alpine', [0, 17, 'apk add openjdk17']],
  ['Darwin', [0, 17, 'brew install openjdk@17 && export JAVA_HOME="$(brew --prefix openjdk@17)"']],
];

/**
 * How Java is installed on a host, for people: the command of its package manager; in words where that is not known, or has none
 * that is new enough.
 * @param least the lowest major version that will do
 */
export function installJava({ os, root }: Pick<Facts, 'os' | 'root'>, least = 8): string {
  const families = [os.id, ...os.like].map((id) => FAMILIES.find(([ids]) => ids.split(' ').includes(id)));
  const [, ...packages] = families.find((family) => family !== undefined) ?? [''];
  // rolling systems have no version: they are newer than any
  const version = os.version === '' ? Infinity : Number.parseInt(os.version, 10);
  const [, major, command] = packages.find(([since]) => version >= since) ?? [];
  if (command === undefined || major === undefined)
    return `a JDK ${Math.max(least, 17)}, by this system’s package manager`;
  if (major < least) return `a JDK ${least} from elsewhere: the packages of ${os.id} ${os.version} have none`;
  // Homebrew refuses to run as root
  return root || command.startsWith('brew ') ? command : `sudo ${command}`;
}
