import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';
import type { Result, RunOptions } from './run.ts';

const HOSTS = fileURLToPath(new URL('hosts', import.meta.url));
const BUILD_TIMEOUT = 600_000; // the first `up` on a machine builds the image
const FAULT_TIMEOUT = 90_000; // above the script's own bound of 60 s

export type HostMode = 'full' | 'light';
export type Host = { readonly name: string; readonly ip: string; readonly mode: HostMode };

/** The options of `hosts up`; see `test/bed/hosts help`. */
export type UpOptions = {
  readonly count: number;
  readonly mode?: HostMode;
  readonly minimal?: boolean;
  /** 'all' (default), a major version, or 'none'. */
  readonly jdk?: string;
  /** What /proc/meminfo claims, like '4g'. */
  readonly memory?: string;
  /** Lines of sshd_config, like 'MaxSessions 1'. */
  readonly sshd?: readonly string[];
};

export type Fault =
  | 'link-down'
  | 'link-up'
  | 'freeze'
  | 'thaw'
  | 'kill'
  | 'start'
  | 'reboot'
  | 'poweroff'
  | 'rate'
  | 'latency'
  | 'cpu'
  | 'loss'
  | 'partition'
  | 'heal'
  | 'disk'
  | 'tmpfs'
  | 'readonly'
  | 'unmount';

type Environment = {
  readonly dir: string;
  readonly key: string;
  readonly knownHosts: string;
  readonly hosts: readonly Host[];
};

/** Why this machine cannot make hosts, in one line that also says how to run these tests; undefined where it can. */
export function whyNoHosts(): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(HOSTS, ['why-not'], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (status === 0) return undefined;
  return (stdout || stderr).trim() || `test/bed/hosts why-not: ${error?.message ?? `exit code ${status}`}`;
}

/** Real hosts with a network of their own, for one test file. Take them down in `afterAll`. */
export class Fleet {
  readonly name: string;
  /** The file of the private key that root, ops and sudoer accept. */
  readonly key: string;
  readonly knownHosts: string;
  readonly #directory: string;
  #hosts: readonly Host[];

  private constructor(name: string, environment: Environment) {
    this.name = name;
    this.key = environment.key;
    this.knownHosts = environment.knownHosts;
    this.#directory = environment.dir;
    this.#hosts = environment.hosts;
  }

  /**
   * Starts hosts in a fleet of their own and waits until sshd answers on all. Hosts that a killed run left in a fleet
   * of that name are removed first; the default is a name that nothing else has.
   * @throws Error with the script's message; no host is left then
   */
  static async up(options: UpOptions & { readonly name?: string }): Promise<Fleet> {
    const name = options.name ?? `test-${process.pid}-${randomBytes(3).toString('hex')}`;
    await runHosts(name, ['down'], FAULT_TIMEOUT);
    try {
      await runHosts(name, ['up', ...upArguments(options)], BUILD_TIMEOUT);
      return new Fleet(name, await environmentOf(name));
    } catch (error) {
      await runHosts(name, ['down'], FAULT_TIMEOUT);
      throw error;
    }
  }

  get hosts(): readonly Host[] {
    return this.#hosts;
  }

  /**
   * The host of that name: h1, h2, ... in the order in which they were started.
   * @throws Error when there is none
   */
  host(name: string): Host {
    const host = this.#hosts.find((candidate) => candidate.name === name);
    if (!host) throw new Error(`fleet ${this.name} has no host ${name}`);
    return host;
  }

  /** What a light host's sshd has said since the host was started; `LogLevel VERBOSE` makes it talk. */
  sshdLog(host: Host | string): Promise<string> {
    return readFile(join(this.#directory, 'hosts', nameOf(host), 'console'), 'utf8');
  }

  /** Starts more hosts in this fleet and gives the new ones. */
  async more(options: UpOptions): Promise<readonly Host[]> {
    const before = this.#hosts.length;
    await runHosts(this.name, ['up', ...upArguments(options)], BUILD_TIMEOUT);
    this.#hosts = (await environmentOf(this.name)).hosts;
    return this.#hosts.slice(before);
  }

  /** Runs a shell command as root inside a host, not through its network. */
  exec(host: Host | string, command: string, options?: RunOptions): Promise<Result> {
    return run([...this.#command('exec'), nameOf(host), command], options);
  }

  /** Runs a local process where the hosts can be reached. */
  control(argv: readonly [string, ...string[]], options?: RunOptions): Promise<Result> {
    return run([...this.#command('ctl'), ...argv], { timeout: 120_000, ...options });
  }

  /** Starts a local process where the hosts can be reached; signals sent to it reach the process itself. */
  spawn(argv: readonly [string, ...string[]], options: SpawnOptions = {}): ChildProcess {
    const [file, ...args] = this.#command('ctl');
    return spawn(file, [...args, ...argv], options);
  }

  /** Runs a command through SSH with the fleet's key and strict host keys. `user` is root, ops or sudoer. */
  ssh(
    host: Host | string,
    command: string,
    options: RunOptions & { readonly user?: string } = {},
  ): Promise<Result> {
    return run([...this.#command('ssh'), `${options.user ?? 'root'}@${nameOf(host)}`, command], options);
  }

  /** Makes something go wrong, or right again. The arguments are those of `hosts fault KIND`. */
  async fault(kind: Fault, ...args: readonly (Host | string | number)[]): Promise<void> {
    const words = args.map((word) => (typeof word === 'object' ? word.name : String(word)));
    await runHosts(this.name, ['fault', kind, ...words], FAULT_TIMEOUT);
  }

  /** Reboots a host from inside and waits until sshd answers again. */
  reboot(host: Host | string): Promise<void> {
    return this.fault('reboot', nameOf(host));
  }

  /** The smallest inventory for the first `count` hosts: mode sync, each broker's slave on the next host. */
  async inventory(count = 2): Promise<string> {
    return (await runHosts(this.name, ['inventory', String(count)], FAULT_TIMEOUT)).stdout;
  }

  /** Removes the hosts and all that belongs to them. Safe to call twice. */
  async down(): Promise<void> {
    this.#hosts = [];
    await runHosts(this.name, ['down'], FAULT_TIMEOUT);
  }

  #command(command: string): [string, ...string[]] {
    return [HOSTS, '--fleet', this.name, command];
  }
}

function nameOf(host: Host | string): string {
  return typeof host === 'string' ? host : host.name;
}

function upArguments({ count, mode, minimal, jdk, memory, sshd = [] }: UpOptions): string[] {
  return [
    String(count),
    ...(mode ? ['--mode', mode] : []),
    ...(minimal ? ['--minimal'] : []),
    ...(jdk ? ['--jdk', jdk] : []),
    ...(memory ? ['--memory', memory] : []),
    ...sshd.flatMap((line) => ['--sshd', line]),
  ];
}

async function runHosts(fleet: string, args: readonly string[], timeout: number): Promise<Result> {
  const result = await run([HOSTS, '--fleet', fleet, ...args], { timeout });
  if (result.code !== 0)
    throw new Error(`hosts ${args.join(' ')}: exit code ${result.code}: ${result.stderr.trim()}`);
  return result;
}

async function environmentOf(fleet: string): Promise<Environment> {
  const environment: Environment = JSON.parse(
    (await runHosts(fleet, ['env', '--json'], FAULT_TIMEOUT)).stdout,
  );
  return environment;
}
