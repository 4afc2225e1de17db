import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Result } from '../bed/run.ts';
import { BIN, outcomeOf, type Outcome } from './rmqctl.ts';

/** Whoever runs a playground: a user who was just made (by root; else who runs the tests), or who runs the tests. */
export type Person = 'new' | 'me';

/** A user of the system that the bed made, and removes. */
interface NewUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A home made for a test, with the playgrounds of whoever lives there. */
export class PlaygroundBed {
  readonly home = mkdtempSync(join(tmpdir(), 'rmqctl-playground-'));
  readonly #user: NewUser | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;

  /** @param versions whose releases are in the home's cache, as far as this machine's has them */
  constructor(person: Person, versions: readonly string[]) {
    const { PATH, JAVA_HOME } = process.env;
    this.env = { PATH, JAVA_HOME, HOME: this.home };
    const kept = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'rmqctl/releases');
    const cache = join(this.home, '.cache/rmqctl/releases');
    mkdirSync(cache, { recursive: true });
    for (const name of readdirSync(kept).filter((each) =>
      versions.some((version) => each.startsWith(`rocketmq-${version}-`)),
    ))
      cpSync(join(kept, name), join(cache, name));
    this.#user = person === 'new' && process.getuid?.() === 0 ? newUser(this.home) : undefined;
    if (this.#user === undefined) return;
    for (const part of ['', '.cache', '.cache/rmqctl', '.cache/rmqctl/releases'])
      chownSync(join(this.home, part), this.#user.uid, this.#user.gid);
  }

  /** A command line as this person. */
  argv(...argv: readonly [string, ...string[]]): [string, ...string[]] {
    if (this.#user === undefined) return ['env', ...argv];
    const { uid, gid } = this.#user;
    return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...argv];
  }

  run(argv: readonly [string, ...string[]], timeout = 400_000): Promise<Result> {
    return run(this.argv(...argv), { cwd: this.home, env: this.env, timeout });
  }

  async rmqctl(command: string, ...rest: readonly string[]): Promise<Outcome> {
    return outcomeOf(await this.run([process.execPath, BIN, command, '--json', ...rest]));
  }

  /** Ends every playground, and removes the home and the user whatever came of that. */
  async end(...names: readonly string[]): Promise<void> {
    try {
      for (const name of names)
        await this.rmqctl('playground', '--name', name, '--down', '--force', '--purge', '--timeout', '20');
    } finally {
      rmSync(this.home, { recursive: true, force: true });
      if (this.#user !== undefined) must('userdel', '--force', this.#user.name);
    }
  }

  /** A path of a playground. */
  place(path: string, name = 'playground'): string {
    return join(this.home, 'rocketmq/playground', name, path);
  }

  pid(instance: string, name = 'playground'): number {
    return Number(readFileSync(this.place(`logs/${instance}/pid`, name), 'utf8'));
  }

  alive(instance: string, name = 'playground'): boolean {
    return commandOf(this.pid(instance, name)) !== '';
  }

  /** The main port of an instance of a role, by the inventory. */
  port(role: 'namesrv' | 'proxy' | 'master', name = 'playground'): number {
    const inventory = readFileSync(this.place('inventory.yaml', name), 'utf8');
    return Number(new RegExp(`${role}: .*?port: (\\d+)`).exec(inventory)?.[1]);
  }
}

/** A user with nothing but a home, which is there already. */
function newUser(home: string): NewUser {
  const name = `rmqctl-${randomBytes(4).toString('hex')}`;
  must('useradd', '--user-group', '--no-create-home', '--home-dir', home, '--shell', '/bin/sh', name);
  return { name, uid: Number(must('id', '-u', name)), gid: Number(must('id', '-g', name)) };
}

/** What a command prints. @throws Error when it fails */
function must(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' }).trim();
}

/** The command line of a process; empty where there is none, or it has ended. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
