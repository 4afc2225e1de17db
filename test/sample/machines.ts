import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Io } from '../../src/operations/context.ts';
import type { ExitCode } from '../../src/errors.ts';
import { main } from '../../src/main.ts';
import type {
  CheckEvent,
  DiagnosticEvent,
  OutputEvent,
  RmqctlEvent,
  StepEvent,
  SummaryEvent,
} from '../../src/model/events.ts';
import { Written } from './streams.ts';
import { newKey, startSshServer, type SshServer } from './ssh/server.ts';

/** A machine of a test: an SSH server in this process with a home of its own, where commands run as an ordinary user. */
export interface Machine {
  readonly name: string;
  readonly home: string;
  readonly server: SshServer;
}

/** What a run of rmqctl said. */
export interface Ran {
  readonly code: ExitCode;
  readonly steps: readonly StepEvent[];
  readonly checks: readonly CheckEvent[];
  readonly diagnostics: readonly DiagnosticEvent[];
  readonly output: readonly OutputEvent[];
  readonly summary: SummaryEvent;
  /** "broker-a restart", in the order in which they ended */
  readonly services: readonly string[];
}

/** Nobody's number on Linux: whom commands run as where the tests run as root, who must not touch this machine. */
const NOBODY = { uid: 65534, gid: 65534 };
const runAs = process.getuid?.() === 0 ? NOBODY : undefined;

/** Machines, the person who deploys to them, and a made-up release. */
export class Machines {
  readonly #root = mkdtempSync(join(tmpdir(), 'rmqctl-flow-'));
  readonly #key = newKey();
  readonly all: Machine[] = [];

  constructor() {
    chmodSync(this.#root, 0o755);
    this.write('.ssh/id_ed25519', this.#key.private, 0o600);
    writeArchive(this.#root);
  }

  /** Where the person who deploys is at home. */
  get client(): string {
    return join(this.#root, 'client');
  }

  write(path: string, text: string, mode = 0o644): string {
    const full = join(this.client, path);
    mkdirSync(join(full, '..'), { recursive: true });
    writeFileSync(full, text, { mode });
    return full;
  }

  async start(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const home = join(this.#root, name);
      writeJdk(home);
      const server = await startSshServer({
        users: { tester: [this.#key.public] },
        home,
        runAs,
        env: { PATH: `${home}/jdk/bin:${process.env['PATH']}`, JAVA_HOME: '' },
        // addresses of the inventory are made up; every one is this machine
        resolve: () => '127.0.0.1',
      });
      this.all.push({ name, home, server });
    }
    this.write('.ssh/known_hosts', this.all.map(({ server }) => `${server.hostKeyLine}\n`).join(''));
  }

  machine(name: string): Machine {
    return this.all.find((machine) => machine.name === name)!;
  }

  /**
   * Runs rmqctl in this process.
   * @param interruptAt the person presses Ctrl-C when a line of standard output matches
   */
  async run(
    argv: readonly string[],
    over: Partial<Io> = {},
    interruptAt?: Pick<RegExp, 'test'>,
  ): Promise<Ran> {
    const stdout = new Written();
    const interrupt = new AbortController();
    const watched = {
      write: (text: string): void => {
        stdout.write(text);
        if (interruptAt?.test(text) === true) interrupt.abort();
      },
    };
    const stderr = new Written();
    const never = new AbortController().signal;
    const io: Io = {
      stdin: Readable.from([]),
      stdout: watched,
      stderr,
      env: { HOME: this.client, USER: 'tester', PATH: process.env['PATH'] },
      cwd: this.client,
      isTTY: false,
      columns: () => 100,
      rows: () => 24,
      now: Date.now,
      every: (call, each) => {
        const timer = setInterval(call, each);
        return () => clearInterval(timer);
      },
      interrupt: interrupt.signal,
      kill: never,
      ...over,
    };
    // what stands in for a broker registers, but keeps no messages
    const depth = argv[0] === 'deploy' && !argv.includes('--verify') ? ['--verify', 'quick'] : [];
    const code = await main(['--json', ...argv, ...depth], io);
    const events = stdout.lines.map((line): RmqctlEvent => JSON.parse(line));
    const of = <K extends RmqctlEvent['event']>(kind: K) =>
      events.filter((event): event is Extract<RmqctlEvent, { event: K }> => event.event === kind);
    const steps = of('step');
    const services = steps.filter(({ resource }) => resource.startsWith('service:'));
    return {
      code,
      steps,
      checks: of('check'),
      diagnostics: of('diagnostic'),
      output: of('output'),
      summary: of('summary')[0]!,
      services: services.map(({ instance, action }) => `${instance} ${action}`),
    };
  }

  /** The process of an instance; 0 when none was started. */
  pidOf(instance: string): number {
    for (const { home } of this.all) {
      try {
        return Number(readFileSync(join(home, 'rocketmq/logs', instance, 'pid'), 'utf8'));
      } catch {
        // not on this machine
      }
    }
    return 0;
  }

  /** Ends what was deployed and takes everything away. */
  async end(): Promise<void> {
    for (const { home, server } of this.all) {
      for (const instance of instancesIn(home)) stop(this.pidOf(instance), home);
      await server.close();
    }
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function instancesIn(home: string): string[] {
  try {
    return readdirSync(join(home, 'rocketmq/logs'));
  } catch {
    return [];
  }
}

/** Ends a process, if it is a JVM of this home. */
function stop(pid: number, home: string): void {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(home)) process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}

/** A JDK that is just enough: its name in `release`, and bin/java, which plays RocketMQ. */
function writeJdk(home: string): void {
  mkdirSync(join(home, 'jdk/bin'), { recursive: true });
  writeFileSync(join(home, 'jdk/release'), 'JAVA_VERSION="17.0.1"\n');
  copyFileSync(fileURLToPath(new URL('fake-java.mjs', import.meta.url)), join(home, 'jdk/fake-java.mjs'));
  writeFileSync(
    join(home, 'jdk/bin/java'),
    `#!/bin/sh\nexec '${process.execPath}' '${home}/jdk/fake-java.mjs' "$@"\n`,
  );
  chmodSync(join(home, 'jdk/bin/java'), 0o755);
  if (runAs !== undefined) chownSync(home, runAs.uid, runAs.gid);
}

/** client/rocketmq.tar.gz: the layout of an official release, its jars empty. */
function writeArchive(root: string): void {
  const name = 'rocketmq-all-4.9.4-bin-release';
  const tree = join(root, 'archive', name);
  for (const folder of ['bin', 'conf', 'lib']) mkdirSync(join(tree, folder), { recursive: true });
  for (const jar of ['broker', 'namesrv', 'common', 'remoting', 'store']) {
    writeFileSync(join(tree, `lib/rocketmq-${jar}-4.9.4.jar`), '');
  }
  for (const script of ['mqbroker', 'mqnamesrv', 'mqadmin'])
    writeFileSync(join(tree, 'bin', script), '#!/bin/sh\n');
  writeFileSync(join(tree, 'conf/logback_broker.xml'), '<configuration/>\n');
  writeFileSync(join(tree, 'LICENSE'), 'a licence\n');
  execFileSync('tar', ['-czf', join(root, 'client/rocketmq.tar.gz'), '-C', join(root, 'archive'), name]);
}

/** `count` ports in a row that nobody listens on, outside of the range that the system hands out. */
export async function freePorts(count: number): Promise<number> {
  for (let base = 20_000 + ((process.pid * 50) % 10_000); base < 32_000; base += 50) {
    const ports = Array.from({ length: count }, (_, i) => base + i);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
