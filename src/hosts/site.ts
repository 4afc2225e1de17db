import { RmqctlError } from '../errors.ts';
import type { Release } from '../rocketmq/releases.ts';
import type { Host } from '../model/host.ts';
import type { Instance } from '../model/instance.ts';
import type { Topology } from '../model/topology.ts';
import { STATE_HOME, STATE_ROOT, type Facts, type Java } from './facts.ts';
import { installJava } from './java-package.ts';
import type { Supervisor } from './supervisors/supervisor.ts';
import { ANYWHERE, candidates, supervisorOn } from './supervisors/registry.ts';

/** One host as this deployment uses it: everything that only its facts can decide. */
export interface Site {
  readonly host: Host;
  readonly facts: Facts;
  /** who owns and runs the instances */
  readonly user: string;
  /** the user must be made */
  readonly makeUser: boolean;
  /** "user:group" for chown; empty where rmqctl is not root */
  readonly owner: string;
  readonly home: string;
  /** what the homes of programs that are no part of the release begin with: "/usr/local/rocketmq-cluster" */
  readonly programs: string;
  readonly store: string;
  readonly logs: string;
  /** directory of this cluster's manifest and restart marks */
  readonly state: string;
  /** file that says what rmqctl made on the host that was not there: directories, the user, open ports */
  readonly made: string;
  readonly java: Java;
  /** bytes the instances may count on */
  readonly memory: number;
  readonly supervisor: Supervisor['id'];
  /** what was left out because rmqctl is not root there: "aliases", "firewall", "profile", "tuning" */
  readonly leftOut: readonly string[];
}

/** The service user where rmqctl is root and the inventory names none. */
const SERVICE_USER = 'rocketmq';

/**
 * Decides how a host is used.
 * @throws RmqctlError JAVA_MISSING, JAVA_UNFIT, SUPERVISOR_UNFIT
 */
export function siteFor(topology: Topology, host: Host, facts: Facts, release: Release): Site {
  const { paths } = topology;
  const own = `${facts.home}/rocketmq`;
  const state = paths.state ?? (facts.root ? STATE_ROOT : `${facts.home}/${STATE_HOME}`);
  const user = topology.user ?? (facts.root ? SERVICE_USER : facts.user);
  if (!facts.root && user !== facts.user) {
    throw new RmqctlError(
      'USER_UNFIT',
      `the instances cannot run as ${user}: rmqctl is ${facts.user} on ${host.name}`,
      { host: host.name, hint: 'set ssh.become: true, or leave `user` out of the inventory' },
    );
  }
  const home = paths.home ?? (facts.root ? release.defaultHome : `${own}/${release.homeName}`);
  return {
    host,
    facts,
    user,
    makeUser: facts.root && user !== 'root',
    owner: facts.root ? `${user}:${user}` : '',
    home,
    programs: `${home.slice(0, home.lastIndexOf('/'))}/${topology.cluster}`,
    store: paths.store ?? (facts.root ? '/usr/local/rocketmq/store' : `${own}/store`),
    logs: paths.logs ?? (facts.root ? '/var/log/rocketmq' : `${own}/logs`),
    state: `${state}/${topology.cluster}`,
    made: `${state}/made`,
    java: chooseJava(topology, host, facts, release),
    memory: host.memory ?? facts.memory,
    supervisor: chooseSupervisor(topology, host, facts),
    leftOut: facts.root ? [] : needingRoot(topology),
  };
}

/** What the inventory wants of a host that only root can do. */
function needingRoot({ aliases, firewall, profile, tuning }: Topology): string[] {
  return [
    ...(aliases.length === 0 ? [] : ['aliases']),
    ...(firewall === 'off' ? [] : ['firewall']),
    ...(profile ? ['profile'] : []),
    ...(tuning === 'kernel' ? ['tuning'] : []),
  ];
}

/** The first Java found that the release runs on; the facts list JAVA_HOME first. */
function chooseJava(topology: Topology, host: Host, facts: Facts, release: Release): Java {
  const { min, max } = release.jdk;
  const fit = facts.javas.find(({ major }) => min <= major && major <= max);
  if (fit !== undefined) return fit;
  const range = `RocketMQ ${release.version} runs on Java ${min} to ${max}`;
  const place = host.javaHome ?? 'the PATH, JAVA_HOME, /usr/lib/jvm, /usr/java, /opt and /usr/local';
  if (facts.javas.length === 0) {
    throw new RmqctlError('JAVA_MISSING', `no Java found on ${host.name} in ${place}`, {
      host: host.name,
      hint: `${range}: install one (${installJava(facts, min)}), or set java.home in the inventory`,
    });
  }
  const found = facts.javas.map((java) => `${java.version} in ${java.home}`).join(', ');
  throw new RmqctlError('JAVA_UNFIT', `the Java on ${host.name} does not fit: ${found}`, {
    host: host.name,
    hint: `${range}: install another (${installJava(facts, min)}), and set java.home in the inventory`,
  });
}

function chooseSupervisor({ supervisor: choice }: Topology, host: Host, facts: Facts): Supervisor['id'] {
  const fit = supervisorOn(facts, choice);
  if (fit !== undefined) return fit.id;
  const why = candidates(choice).map((supervisor) => supervisor.unfit(facts));
  throw new RmqctlError(
    'SUPERVISOR_UNFIT',
    `the inventory asks for ${choice}, but on ${host.name} ${why.join(', ')}`,
    { host: host.name, hint: `set supervisor: auto, or ${ANYWHERE.id}` },
  );
}

/** How the instances of a host write the address of another: by its alias where the host has these, else as it is. */
export function spelledAddress(
  { aliases }: Pick<Topology, 'aliases'>,
  { leftOut }: Pick<Site, 'leftOut'>,
  { name, address }: Pick<Instance, 'name' | 'address'>,
): string {
  const alias = leftOut.includes('aliases') ? undefined : aliases.find((one) => one.instance === name);
  return alias?.name ?? address;
}
