import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Fleet, type UpOptions } from '../bed/hosts.ts';
import { complaints, rmqctl, VERSION, type Outcome, type RmqctlOptions } from './rmqctl.ts';

/** An inventory as data; JSON is an inventory too. */
export type Inventory = Readonly<Record<string, unknown>>;

/** A fleet and a directory for its inventories: what one test file works with. */
export class TestBed {
  readonly fleet: Fleet;
  readonly directory: string;

  private constructor(fleet: Fleet, directory: string) {
    this.fleet = fleet;
    this.directory = directory;
  }

  /** @param topic becomes part of the fleet's name: e2e-<topic>-<pid> */
  static async up(topic: string, options: UpOptions): Promise<TestBed> {
    const fleet = await Fleet.up({ ...options, name: `e2e-${topic}-${process.pid}` });
    const bed = new TestBed(fleet, await mkdtemp(join(tmpdir(), `rmqctl-e2e-${topic}-`)));
    await Promise.all(fleet.hosts.map(({ name }) => bed.booted(name)));
    return bed;
  }

  async down(): Promise<void> {
    await this.fleet.down();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Waits until a host has started everything: sshd answers before firewalld does. */
  async booted(host: string): Promise<void> {
    const up = "systemctl is-system-running 2>/dev/null | grep -Eqx 'running|degraded'";
    await this.fleet.exec(host, `[ ! -d /run/systemd/system ] || until ${up}; do sleep 0.1; done`);
    // on a busy machine it may not have come up in its time
    const firewall = 'until firewall-cmd -q --state; do systemctl start firewalld; sleep 0.2; done';
    await this.fleet.exec(host, `! systemctl -q is-enabled firewalld 2>/dev/null || ${firewall}`);
  }

  /** What every inventory of this fleet has: the version, the login, small heaps, and these hosts. */
  base(...hosts: readonly string[]): Inventory {
    const { key, knownHosts } = this.fleet;
    return {
      cluster: 'rocketmq-cluster',
      version: VERSION,
      ssh: { identity: key, knownHosts },
      hosts: Object.fromEntries(hosts.map((name) => [name, this.fleet.host(name).ip])),
      heap: { namesrv: '256m', broker: '512m' },
    };
  }

  /** The two-machine, two-master, two-slave synchronous cluster on h1 and h2. */
  pair(): Inventory {
    return {
      ...this.base('h1', 'h2'),
      mode: 'sync',
      namesrv: ['h1', 'h2'],
      brokers: { 'broker-a': ['h1', 'h2'], 'broker-b': ['h2', 'h1'] },
    };
  }

  /** Writes an inventory and gives its path. */
  async write(name: string, inventory: Inventory): Promise<string> {
    const path = join(this.directory, name);
    await writeFile(path, JSON.stringify(inventory, undefined, 2));
    return path;
  }

  /** Runs rmqctl with --json; see rmqctl. */
  rmqctl(args: readonly string[], options?: RmqctlOptions): Promise<Outcome> {
    return rmqctl(this.fleet, args, options);
  }

  /** Deploys what must succeed. */
  async deploy(inventory: string, ...options: readonly string[]): Promise<Outcome> {
    const outcome = await this.rmqctl(['deploy', inventory, ...options]);
    expect(outcome.code, complaints(outcome)).toBe(0);
    return outcome;
  }

  /** What a command prints on a host, as root and past its network. */
  async out(host: string, command: string): Promise<string> {
    return (await this.fleet.exec(host, command)).stdout.trim();
  }
}
