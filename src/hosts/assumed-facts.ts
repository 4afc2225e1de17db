import type { Release } from '../rocketmq/releases.ts';
import type { Host } from '../model/host.ts';
import type { Facts } from './facts.ts';
import { SUPERVISORS } from './supervisors/registry.ts';

/** Bytes a host is assumed to have if neither the inventory nor the host itself says it: 8 GiB. */
export const ASSUMED_MEMORY = 2 ** 33;

/** The Java that every RocketMQ version rmqctl knows runs on. */
const ASSUMED_JAVA = 8;

/** What else there may be: a dashboard wants a newer one than its cluster. */
const NEWER_JAVA = 17;

/** The user that runs scripts on a host. */
export interface Login {
  readonly user: string;
  readonly root: boolean;
  /** absolute path */
  readonly home: string;
}

const ROOT: Login = { user: 'root', root: true, home: '/root' };

/** What a host is taken for until it has said what it is: a server of the usual kind, with a Java of its own and any supervisor. */
export function assumedFacts(host: Host, release: Release, login: Login = ROOT): Facts {
  const major = assumedMajor(host.javaHome, release);
  // /usr is what JAVA_HOME has to be for a /usr/bin/java
  const { javaHome = '/usr' } = host;
  return {
    hostname: host.name,
    user: login.user,
    group: login.user,
    root: login.root,
    home: login.home,
    os: { id: '', version: '', like: [] },
    arch: '',
    memory: host.memory ?? ASSUMED_MEMORY,
    cores: 1,
    epoch: 0,
    supervisors: SUPERVISORS.map(({ id }) => id),
    firewalls: [],
    javas: [major, NEWER_JAVA].map((each) => ({ home: javaHome, version: `${each}`, major: each })),
    manifests: [],
  };
}

/**
 * Who runs scripts on a host by what the inventory says of logging in: root where it says nothing.
 * @param self who runs rmqctl, which is who a host without SSH is used as
 */
export function assumedLogin({ local, ssh }: Host, self: Login): Login {
  if (ssh.become) return ROOT;
  if (local) return self;
  const { user = ROOT.user } = ssh;
  // DOMAIN\user and the like: what is certain is that the directory has a name that files can have
  const name = user.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return user === ROOT.user ? ROOT : { user, root: false, home: `/home/${name}` };
}

/** The major version that the name of a JDK's directory tells (java-17-openjdk, jdk1.8.0_402), if the release runs on it. */
function assumedMajor(javaHome: string | undefined, { jdk }: Release): number {
  const named = Number(/(?:java|jdk|jre)-?(?:1\.)?(\d+)/.exec(javaHome ?? '')?.[1]);
  return jdk.min <= named && named <= jdk.max ? named : ASSUMED_JAVA;
}
